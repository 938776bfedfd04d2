// The library is loaded into an interpreter; nothing of it is called by name.
