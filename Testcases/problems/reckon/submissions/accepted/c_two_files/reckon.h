long sum(const char **place);
