//! One binary, many modules: one link, and the browser starts only where a story needs it.

mod stories {
    mod api_page;
    mod away;
    mod bad_input;
    mod canary;
    mod dialects;
    mod embeddings;
    mod faults;
    mod gallery;
    mod host_pages;
    mod hostile;
    mod load;
    mod loader;
    mod owner;
    mod pages;
    mod parting;
    mod parts;
    mod pinned;
    mod playground;
    mod private;
    mod react;
    mod school;
    mod snippets;
    mod spine;
    mod tag;
    mod traps;
    mod vendors;
}
