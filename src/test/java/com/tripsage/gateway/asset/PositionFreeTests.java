package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tripsage.gateway.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are made to cost much. The time that a test has is there to end one that would take hours. */
@Timeout(60)
class PositionFreeTests {

    private static byte[] read(byte[] image) throws IOException {
        return new PositionFree(new ByteArrayInputStream(image)).readAllBytes();
    }

    /** Marks of one chunk of text within another, with the lengths that the marks in front of them make, and with large ones. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "iTXt",
                "\0\3\0\0iTXt",
                "\177\377\377\377iTXt",
                "\377\377\377\377iTXt",
                "\0\0\0\20iTXt",
                "eXIf",
                "MM\0*"
            })
    void looksOnceThroughWhatManyMarksAreFor(String mark) throws IOException {
        byte[] image = mark.repeat((8 << 20) / mark.length()).getBytes(ISO_8859_1);

        assertThat(read(image)).isEqualTo(image);
    }

    /** The position goes, wherever the chunk that it is in begins and however long that says to be. */
    @ParameterizedTest
    @ValueSource(strings = {"", "\0\3\0\0iTXt", "\0\0\0\10iTXt", "\377\377\377\377iTXt", "\177\377\377\377iTXt"})
    void losesThePositionBehindManyMarks(String mark) throws IOException {
        String position = "\0\0\0\35iTXt exif:GPSLatitude=\"37,48.5N\" sign";
        byte[] image = (mark.repeat(100_000) + position + mark.repeat(100_000) + position).getBytes(ISO_8859_1);

        assertThat(read(image))
                .hasSize(image.length)
                .asString(ISO_8859_1)
                .contains("exif:GPSLatitude")
                .doesNotContain("37,48");
    }

    @Test
    void refusesAnImageWhoseManyDirectoriesAreOne() {
        isRefused(manyDirectories());
    }

    @Test
    void refusesAnImageWhoseManyPositionsAreOne() {
        isRefused(manyPositions());
    }

    private static void isRefused(byte[] image) {
        assertThatThrownBy(() -> read(image))
                .isInstanceOf(Refusal.class)
                .extracting("details")
                .asString()
                .contains("more metadata");
    }

    @Test
    void endsWithItsThread() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> read(new byte[1])).isInstanceOf(InterruptedIOException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    /** Marks of TIFF that are for the same directory, of as many entries as one can have. */
    static byte[] manyDirectories() {
        int directory = 8 + 10_000 * 8;
        ByteBuffer image = ByteBuffer.allocate(directory + 2 + 65_535 * 12);
        image.putInt(0xFFD8FFE1).position(8);
        while (image.position() < directory) {
            mark(image, directory);
        }
        image.putShort((short) 65_535);
        return image.array();
    }

    /** Marks of TIFF whose positions have values that are long and in the same place. */
    private static byte[] manyPositions() {
        int marks = 1_000;
        int directory = 16 + 16 * marks;
        int value = directory + 16 + 16 * marks;
        int length = 200_000;
        ByteBuffer image = ByteBuffer.allocate(value + directory + length);
        for (int i = 0; i < marks; i++) {
            mark(image.position(16 + 16 * i), directory);
            image.position(directory + 16 + 16 * i).putShort((short) 1);
            entry(image, 2, 1, length, value);
        }
        image.position(directory).putShort((short) 1);
        entry(image, 0x8825, 4, 1, directory);
        return image.array();
    }

    private static void mark(ByteBuffer image, int directory) {
        int from = image.position();
        image.putInt(0x4D4D002A).putInt(directory - from);
    }

    private static void entry(ByteBuffer image, int tag, int type, int count, int value) {
        image.putShort((short) tag).putShort((short) type).putInt(count).putInt(value);
    }
}
