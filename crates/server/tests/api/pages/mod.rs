mod embed;
mod health;
mod script;
