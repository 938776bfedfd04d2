const int modulus = {{modulus}};
