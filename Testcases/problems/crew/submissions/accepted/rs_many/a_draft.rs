// Nobody uses this one.
pub fn nothing() {}
