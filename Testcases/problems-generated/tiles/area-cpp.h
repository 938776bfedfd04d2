// The area of a rectangle.
inline long long area(long long width, long long height) { return width * height; }
