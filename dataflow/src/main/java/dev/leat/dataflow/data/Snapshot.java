package dev.leat.dataflow.data;

/**
 * One frame of a camera or another sampler.
 *
 * @param timestamp when it was taken
 * @param format of the frame, such as {@code rgb24}
 * @param width in pixels; an unsigned 32-bit number
 * @param height in pixels; an unsigned 32-bit number
 * @param frame the pixels
 */
public record Snapshot(DataTimestamp timestamp, String format, int width, int height, Bytes frame)
        implements DataModel {}
