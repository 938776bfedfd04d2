long long product(long long first, long long second);
