package dev.leat.testkit;

import java.util.Comparator;

/**
 * The order in which people count file names: runs of digits compare by their value, all else by code unit, so that
 * {@code m2} comes before {@code m10}. Names that only differ in leading zeros follow the order of their code units.
 */
enum NaturalOrder implements Comparator<String> {
    INSTANCE;

    @Override
    public int compare(String left, String right) {
        int l = 0;
        int r = 0;
        while (l < left.length() && r < right.length()) {
            if (isDigit(left.charAt(l)) && isDigit(right.charAt(r))) {
                int leftEnd = endOfDigits(left, l);
                int rightEnd = endOfDigits(right, r);
                int order = compareDigits(
                        left, skipZeros(left, l, leftEnd), leftEnd, right, skipZeros(right, r, rightEnd), rightEnd);
                if (order != 0) {
                    return order;
                }
                l = leftEnd;
                r = rightEnd;
            } else {
                int order = Character.compare(left.charAt(l), right.charAt(r));
                if (order != 0) {
                    return order;
                }
                l++;
                r++;
            }
        }
        int rest = Integer.compare(left.length() - l, right.length() - r);
        return rest != 0 ? rest : left.compareTo(right);
    }

    private static int compareDigits(String left, int l, int leftEnd, String right, int r, int rightEnd) {
        int byLength = Integer.compare(leftEnd - l, rightEnd - r);
        return byLength != 0 ? byLength : left.substring(l, leftEnd).compareTo(right.substring(r, rightEnd));
    }

    private static int skipZeros(String text, int from, int end) {
        int start = from;
        while (start < end && text.charAt(start) == '0') {
            start++;
        }
        return start;
    }

    private static int endOfDigits(String text, int from) {
        int end = from;
        while (end < text.length() && isDigit(text.charAt(end))) {
            end++;
        }
        return end;
    }

    private static boolean isDigit(char character) {
        return character >= '0' && character <= '9';
    }
}
