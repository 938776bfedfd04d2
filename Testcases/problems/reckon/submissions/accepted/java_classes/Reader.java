class Reader {
    private final String line;
    private int place;

    Reader(String line) {
        this.line = line;
    }

    boolean at(char sign) {
        return place < line.length() && line.charAt(place) == sign;
    }

    char take() {
        return line.charAt(place++);
    }
}
