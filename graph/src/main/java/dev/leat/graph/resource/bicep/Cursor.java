package dev.leat.graph.resource.bicep;

import dev.leat.graph.diagnostic.Position;

/** A place in a text that moves on, and knows its line and column. */
final class Cursor {

    private static final char END = '\0';

    private final String file;
    private final String text;
    private int offset;
    private int line = 1;
    private int column = 1;

    Cursor(String file, String text) {
        this.file = file;
        this.text = text;
    }

    boolean isAtEnd() {
        return offset >= text.length();
    }

    Position position() {
        return new Position(file, line, column);
    }

    /** The character here, or NUL at the end. */
    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return offset + ahead < text.length() ? text.charAt(offset + ahead) : END;
    }

    boolean looksAt(String word) {
        return text.startsWith(word, offset);
    }

    char next() {
        char character = text.charAt(offset);
        offset++;
        if (character == '\n' || (character == '\r' && peek() != '\n')) {
            line++;
            column = 1;
        } else if (!Character.isLowSurrogate(character)) {
            column++;
        }
        return character;
    }

    void skip(int characters) {
        for (int index = 0; index < characters && !isAtEnd(); index++) {
            next();
        }
    }

    /** Moves on if this word is here. */
    boolean take(String word) {
        if (looksAt(word)) {
            skip(word.length());
            return true;
        }
        return false;
    }

    /** Moves over blanks and comments, and over line breaks if told so. */
    void skipBlanks(boolean breaks) {
        while (!isAtEnd()) {
            char character = peek();
            boolean isBreak = character == '\n' || character == '\r';
            if (character == ' ' || character == '\t' || (isBreak && breaks)) {
                next();
            } else if (looksAt("//")) {
                skipLine();
            } else if (looksAt("/*")) {
                skip(2);
                while (!isAtEnd() && !looksAt("*/")) {
                    next();
                }
                skip(2);
            } else {
                return;
            }
        }
    }

    /** Moves to the end of the line. */
    void skipLine() {
        while (!isAtEnd() && peek() != '\n' && peek() != '\r') {
            next();
        }
    }

    /** Moves over line breaks, to the beginning of a line. */
    void skipBreaks() {
        while (!isAtEnd() && isAtBreak()) {
            next();
        }
    }

    boolean isAtBreak() {
        return isAtEnd() || peek() == '\n' || peek() == '\r';
    }

    /** The word of letters, digits and underscores that begins here; empty where there is none. */
    String word() {
        int start = offset;
        while ((peek() < 128 && Character.isLetterOrDigit(peek())) || peek() == '_') {
            next();
        }
        return text.substring(start, offset);
    }

    /** The word that begins here, without moving. */
    String peekWord() {
        int end = offset;
        while (end < text.length()
                && ((text.charAt(end) < 128 && Character.isLetterOrDigit(text.charAt(end)))
                        || text.charAt(end) == '_')) {
            end++;
        }
        return text.substring(offset, end);
    }
}
