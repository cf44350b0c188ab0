package com.tripsage.gateway.asset;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * The bytes of an image without the position where it was taken. Its place in the metadata is overwritten, so the rest stays as it is, to the
 * byte: Exif by the mark of TIFF wherever that is, in whatever format and also in the small images that cameras put behind the large one, and
 * XMP.
 */
final class PositionFree extends InputStream {

    /** Metadata is in segments of so many bytes, which have to be seen whole. */
    private static final int AHEAD = 128 << 10;

    private final InputStream image;
    private final byte[] window = new byte[3 * AHEAD];
    private final Effort effort = new Effort();
    private int start;
    private int scanned;
    private int end;
    private int endOfText;
    private boolean isOver;
    private int orientation = 1;
    private boolean hasPosition;

    PositionFree(InputStream image) {
        this.image = image;
    }

    /** Whether a position was found in what was read. */
    boolean hasPosition() {
        return hasPosition;
    }

    /** How the image is to be turned, as Exif numbers it; 1 where it is not. */
    int orientation() {
        return orientation;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (start == scanned && !advance()) {
            return -1;
        }
        int some = Math.min(length, scanned - start);
        System.arraycopy(window, start, buffer, offset, some);
        start += some;
        return some;
    }

    private boolean advance() throws IOException {
        if (Thread.interrupted()) {
            throw new InterruptedIOException();
        }
        System.arraycopy(window, start, window, 0, end - start);
        end -= start;
        scanned -= start;
        endOfText -= start;
        start = 0;
        while (!isOver && end < window.length) {
            int read = image.readNBytes(window, end, window.length - end);
            end += read;
            isOver = end < window.length;
        }
        int limit = isOver ? end : end - AHEAD;
        for (int at = scanned; at < limit; at++) {
            scan(at);
        }
        scanned = limit;
        return start < scanned;
    }

    private void scan(int at) {
        switch (window[at]) {
            case 'e' -> {
                if (is(at, "eXIf")) {
                    cleanChunk(at);
                } else if (is(at, "exif:GPS")) {
                    hasPosition |= Xmp.blank(window, at, end);
                }
            }
            case 'i' -> {
                if (is(at, "iTXt")) {
                    cleanText(at);
                }
            }
            case 'I', 'M' -> clean(at);
            default -> {}
        }
    }

    private void clean(int at) {
        Tiff tiff = Tiff.at(window, at, end, effort);
        if (tiff != null) {
            hasPosition |= tiff.blankPosition();
            orientation = isFirst(tiff) ? tiff.orientation() : orientation;
        }
    }

    private boolean isFirst(Tiff tiff) {
        return orientation == 1 && tiff.orientation() > 1;
    }

    /** A chunk of PNG, which ends with a checksum. */
    private void cleanChunk(int at) {
        boolean before = hasPosition;
        hasPosition = false;
        clean(at + 4);
        if (hasPosition) {
            effort.spend(end - at);
            Png.sign(window, at, end);
        }
        hasPosition |= before;
    }

    /** The same with a text, in which XMP is. What stands within one that was looked through is no chunk. */
    private void cleanText(int at) {
        if (at < endOfText) {
            return;
        }
        int first = at + 4;
        endOfText = first + Math.clamp(Png.length(window, at), 0, end - first);
        boolean isChanged = false;
        for (int name = first; name < endOfText; name++) {
            isChanged |= is(name, "exif:GPS") && Xmp.blank(window, name, endOfText);
        }
        if (isChanged) {
            Png.sign(window, at, end);
            hasPosition = true;
        }
    }

    private boolean is(int at, String text) {
        if (at + text.length() > end) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (window[at + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
