class Solution {
    static String mirror(String word) {
        return new StringBuilder(word).reverse().toString();
    }
}
