//! Every sentence a visitor can see.
