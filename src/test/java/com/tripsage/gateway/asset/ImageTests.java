package com.tripsage.gateway.asset;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.tripsage.gateway.RunningGateway;
import com.tripsage.gateway.Traveller;
import com.tripsage.gateway.Wire;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.ClassPathResource;

class ImageTests extends RunningGateway {

    /** Where a picture was taken, as it stands in Exif and in XMP. */
    static final String PLACE = "37,48.5N";

    private Sender ada;

    @BeforeEach
    void arrive() {
        ada = new Sender(port, Traveller.known(port));
    }

    @ParameterizedTest
    @CsvSource({"png, 1200, 600, 512, 256", "gif, 300, 30, 300, 30", "jpg, 600, 1200, 256, 512", "bmp, 1, 1, 1, 1"})
    void hasAThumbnail(String format, int width, int height, int smallWidth, int smallHeight) throws Exception {
        String type = "image/" + format.replace("jpg", "jpeg");

        Wire.Answer asset = add(type, image(format, width, height), false);

        assertThat(asset.at("/completeUpload/asset/width")).isEqualTo("" + width);
        assertThat(asset.at("/completeUpload/asset/height")).isEqualTo("" + height);
        HttpResponse<byte[]> small = ada.get(asset.at("/completeUpload/asset/thumbnailUrl"));
        assertThat(small.headers().firstValue("Content-Type")).hasValue("image/jpeg");
        assertThat(small.headers().firstValue("Content-Disposition").orElse("")).startsWith("inline");
        BufferedImage read = ImageIO.read(new ByteArrayInputStream(small.body()));
        assertThat(read.getWidth()).isEqualTo(smallWidth);
        assertThat(read.getHeight()).isEqualTo(smallHeight);
        assertThat(new Color(read.getRGB(smallWidth / 2, smallHeight / 2)).getRed())
                .isGreaterThan(200);
    }

    @ParameterizedTest
    @CsvSource({"60000, 60000", "50000000, 1", "1, 40000"})
    void hasNoneWhereItHasTooManyPixels(int width, int height) throws Exception {
        byte[] bomb = image("png", 10, 10);
        ByteBuffer header = ByteBuffer.wrap(bomb);
        header.putInt(16, width).putInt(20, height);
        CRC32 checksum = new CRC32();
        checksum.update(bomb, 12, 17);
        header.putInt(29, (int) checksum.getValue());

        Wire.Answer asset = add("image/png", bomb, false);

        assertThat(asset.at("/completeUpload/asset/width")).isEqualTo("null");
        assertThat(asset.at("/completeUpload/asset/thumbnailUrl")).isEqualTo("null");
        assertThat(ada.get(asset.at("/completeUpload/asset/url")).body()).isEqualTo(bomb);
    }

    /** Files of cwebp and webpmux, white and 600 by 1200; one is to be turned, and has another order of its parts for that. */
    @ParameterizedTest
    @CsvSource({"lossy, 600, 256", "turned, 1200, 512"})
    void hasAThumbnailAsWebP(String name, int width, int smallWidth) throws Exception {
        Wire.Answer asset = add("image/webp", webP(name), false);

        assertThat(asset.at("/completeUpload/asset/width")).isEqualTo("" + width);
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(
                ada.get(asset.at("/completeUpload/asset/thumbnailUrl")).body()));
        assertThat(small.getWidth()).isEqualTo(smallWidth);
        assertThat(small.getHeight()).isEqualTo(768 - smallWidth);
        assertThat(new Color(small.getRGB(50, 50)).getRed()).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lossless", "transparent"})
    void hasNoneAsWebPThatIsNoPhotograph(String name) throws Exception {
        assertThat(add("image/webp", webP(name), false).at("/completeUpload/asset/thumbnailUrl"))
                .isEqualTo("null");
    }

    /** Width and height stand behind three bytes, which are always the same, of the picture itself; in front of them a file may say others. */
    @ParameterizedTest
    @ValueSource(strings = {"lossy", "turned"})
    void hasNoneAsWebPWithTooManyPixels(String name) throws Exception {
        byte[] bomb = webP(name);
        String bytes = new String(bomb, ISO_8859_1);
        ByteBuffer.wrap(bomb).putInt(bytes.indexOf("\u009d\u0001*") + 3, 0xFF3FFF3F);

        assertThat(add("image/webp", bomb, false).at("/completeUpload/asset/thumbnailUrl"))
                .isEqualTo("null");
    }

    @Test
    void hasNoneWhereItCannotBeRead() throws Exception {
        byte[] whole = image("png", 100, 100);
        byte[] broken = java.util.Arrays.copyOf(whole, 60);

        assertThat(add("image/png", broken, false).at("/completeUpload/asset/thumbnailUrl"))
                .isEqualTo("null");
    }

    @Test
    void isTheRightWayUp() throws Exception {
        Wire.Answer asset = add("image/jpeg", withExif(ByteOrder.BIG_ENDIAN), false);

        assertThat(asset.at("/completeUpload/asset/width")).isEqualTo("40");
        assertThat(asset.at("/completeUpload/asset/height")).isEqualTo("80");
        BufferedImage small = ImageIO.read(new ByteArrayInputStream(
                ada.get(asset.at("/completeUpload/asset/thumbnailUrl")).body()));
        assertThat(small.getWidth()).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource(Order.class)
    void losesItsPosition(Order order) throws Exception {
        byte[] sent = withExif(order.value);
        assertThat(sent).asString(ISO_8859_1).contains(PLACE).contains("\"" + PLACE + "\"");

        Wire.Answer asset = add("image/jpeg", sent, false);

        byte[] kept = ada.get(asset.at("/completeUpload/asset/url")).body();
        assertThat(kept).hasSize(sent.length);
        assertThat(kept).asString(ISO_8859_1).doesNotContain(PLACE).contains("the camera");
        assertThat(asset.at("/completeUpload/asset/sha256")).isEqualTo(Sender.sha256(kept));
        assertThat(ImageIO.read(new ByteArrayInputStream(kept)).getWidth()).isEqualTo(80);
    }

    @Test
    void keepsItsPositionWhereThatIsAskedFor() throws Exception {
        byte[] sent = withExif(ByteOrder.LITTLE_ENDIAN);

        Wire.Answer asset = add("image/jpeg", sent, true);

        assertThat(ada.get(asset.at("/completeUpload/asset/url")).body()).isEqualTo(sent);
        assertThat(asset.at("/completeUpload/asset/sha256")).isEqualTo(Sender.sha256(sent));
    }

    @Test
    void losesItsPositionInPngToo() throws Exception {
        byte[] exif = exif(ByteOrder.BIG_ENDIAN);
        byte[] png = image("png", 20, 20);
        ByteBuffer chunk = ByteBuffer.allocate(exif.length + 12);
        chunk.putInt(exif.length).put("eXIf".getBytes(UTF_8)).put(exif);
        chunk.putInt(checksum(chunk.array(), 4, exif.length + 4));
        byte[] sent = inserted(png, 33, chunk.array());

        byte[] kept = ada.get(add("image/png", sent, false).at("/completeUpload/asset/url"))
                .body();

        assertThat(kept).asString(ISO_8859_1).doesNotContain(PLACE).contains("the camera");
        assertThat(ByteBuffer.wrap(kept).getInt(33 + 8 + exif.length)).isEqualTo(checksum(kept, 37, exif.length + 4));
    }

    @Test
    void losesItsPositionInTheTextOfPngToo() throws Exception {
        byte[] xmp = ("XML:com.adobe.xmp\0\0\0\0\0<rdf:Description exif:GPSLatitude=\"" + PLACE
                        + "\" note=\"the camera\"/>")
                .getBytes(UTF_8);
        ByteBuffer chunk = ByteBuffer.allocate(xmp.length + 12);
        chunk.putInt(xmp.length).put("iTXt".getBytes(UTF_8)).put(xmp);
        chunk.putInt(checksum(chunk.array(), 4, xmp.length + 4));

        byte[] kept = ada.get(add("image/png", inserted(image("png", 20, 20), 33, chunk.array()), false)
                        .at("/completeUpload/asset/url"))
                .body();

        assertThat(kept).asString(ISO_8859_1).doesNotContain(PLACE).contains("the camera");
        assertThat(ByteBuffer.wrap(kept).getInt(33 + 8 + xmp.length)).isEqualTo(checksum(kept, 37, xmp.length + 4));
    }

    /** Nobody knows whether a position is in it. */
    @Test
    void isRefusedWithMoreMetadataThanCanBeSearched() throws Exception {
        add("image/jpeg", PositionFreeTests.manyDirectories(), false).blames("id");
    }

    /** AVIF has its Exif far behind the name of it, and nothing but four bytes in front. */
    @ParameterizedTest
    @EnumSource(Order.class)
    void losesItsPositionBehindAnything(Order order) throws Exception {
        byte[] exif = exif(order.value);
        byte[] sent = ByteBuffer.allocate(50 + exif.length)
                .put(46, (byte) 7)
                .put(50, exif)
                .array();

        byte[] kept = new PositionFree(new ByteArrayInputStream(sent)).readAllBytes();

        assertThat(sent).asString(ISO_8859_1).contains(PLACE);
        assertThat(kept)
                .hasSize(sent.length)
                .asString(ISO_8859_1)
                .doesNotContain(PLACE)
                .contains("the camera");
    }

    /** An order of bytes. */
    enum Order {
        BIG(ByteOrder.BIG_ENDIAN),
        LITTLE(ByteOrder.LITTLE_ENDIAN);

        private final ByteOrder value;

        Order(ByteOrder value) {
            this.value = value;
        }
    }

    private static byte[] webP(String name) throws IOException {
        return new ClassPathResource("images/" + name + ".webp").getContentAsByteArray();
    }

    private Wire.Answer add(String type, byte[] bytes, boolean keepPosition) throws IOException, InterruptedException {
        Map<String, Object> fields = new HashMap<>(
                Map.of("name", "a", "contentType", type, "size", bytes.length, "sha256", Sender.sha256(bytes)));
        fields.put("keepPosition", keepPosition);
        Wire.Answer upload = ada.create(null, fields);
        ada.put(upload.at("/createUpload/upload/url"), bytes);
        return ada.complete(upload.at("/createUpload/upload/id"));
    }

    private static byte[] image(String format, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        var graphics = image.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        assertThat(ImageIO.write(image, format, bytes)).isTrue();
        return bytes.toByteArray();
    }

    /** A picture of 80 by 40 that is to be turned, with positions in Exif, in XMP, and in a second picture behind it. */
    static byte[] withExif(ByteOrder order) throws IOException {
        byte[] exif = segment("Exif\0\0".getBytes(ISO_8859_1), exif(order));
        byte[] xmp = segment(
                "http://ns.adobe.com/xap/1.0/\0".getBytes(ISO_8859_1),
                ("<rdf:Description exif:GPSLatitude=\"" + PLACE + "\"><exif:GPSLongitude>" + PLACE
                                + "</exif:GPSLongitude></rdf:Description>")
                        .getBytes(UTF_8));
        byte[] one = inserted(inserted(image("jpg", 80, 40), 2, xmp), 2, exif);
        return inserted(one, one.length, one);
    }

    private static byte[] segment(byte[] name, byte[] content) {
        return ByteBuffer.allocate(4 + name.length + content.length)
                .putShort((short) 0xFFE1)
                .putShort((short) (2 + name.length + content.length))
                .put(name)
                .put(content)
                .array();
    }

    /** Two entries and a position, whose text stands behind the directories. */
    private static byte[] exif(ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.allocate(120).order(order);
        bytes.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(UTF_8))
                .putShort((short) 42)
                .putInt(8);
        bytes.putShort((short) 3);
        bytes.putShort((short) 0x010F).putShort((short) 2).putInt(11).putInt(90);
        bytes.putShort((short) 0x0112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) 6)
                .putShort((short) 0);
        bytes.putShort((short) 0x8825).putShort((short) 4).putInt(1).putInt(50);
        bytes.putInt(0);
        bytes.position(50);
        bytes.putShort((short) 1);
        bytes.putShort((short) 2).putShort((short) 2).putInt(9).putInt(70);
        bytes.putInt(0);
        bytes.position(70);
        bytes.put((PLACE + "\0").getBytes(UTF_8));
        bytes.position(90);
        bytes.put("the camera\0".getBytes(UTF_8));
        return bytes.array();
    }

    private static byte[] inserted(byte[] whole, int at, byte[] part) {
        return ByteBuffer.allocate(whole.length + part.length)
                .put(whole, 0, at)
                .put(part)
                .put(whole, at, whole.length - at)
                .array();
    }

    private static int checksum(byte[] bytes, int from, int length) {
        CRC32 checksum = new CRC32();
        checksum.update(bytes, from, length);
        return (int) checksum.getValue();
    }
}
