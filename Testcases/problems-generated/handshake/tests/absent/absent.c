long long shakes(long long people) { return people; }
