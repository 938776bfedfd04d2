// What both generators and the first solution need to know.
const int most = 200000;
