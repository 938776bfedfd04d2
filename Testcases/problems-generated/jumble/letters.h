/* Which letters there are, unless others are asked for. */
static const char *const letters = "abcdefghijklmnopqrstuvwxyz";
