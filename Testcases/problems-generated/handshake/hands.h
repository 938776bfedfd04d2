/* How many handshakes there are between so many people. */
#ifdef __cplusplus
extern "C"
#endif
long long handshakes(long long people);
