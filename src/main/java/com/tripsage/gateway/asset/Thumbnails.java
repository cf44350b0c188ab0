package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.Key;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.UUID;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileCacheImageInputStream;
import javax.imageio.stream.ImageInputStream;
import net.coobird.thumbnailator.util.exif.ExifFilterUtils;
import net.coobird.thumbnailator.util.exif.Orientation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Small images of large ones. An image says how large it is before it is decoded: what has too many pixels has no thumbnail, and of the others
 * only every so many pixels are kept. One is made at a time.
 */
@Component
final class Thumbnails {

    static final String CONTENT_TYPE = "image/jpeg";

    private static final Logger LOG = LoggerFactory.getLogger(Thumbnails.class);

    /** Readers hold whole rows, of which an image may have one alone. */
    private static final int LONGEST_SIDE = 32_767;

    private static final int SIDE = 512;

    private final AssetStore store;

    Thumbnails(AssetStore store) {
        this.store = store;
    }

    /** Makes the thumbnail of an asset; null where it is no image that can be read. */
    synchronized @Nullable Size make(UUID id, long length, String contentType, int orientation) throws IOException {
        ImageFormat format = ImageFormat.of(contentType);
        if (format == null) {
            return null;
        }
        var small = new ByteArrayOutputStream();
        Size size;
        try (InputStream bytes = store.read(new Key(Area.ASSETS, id), 0, length)) {
            size = make(id, bytes, format, orientation, small);
        }
        if (size != null) {
            store.write(new Key(Area.THUMBNAILS, id), new ByteArrayInputStream(small.toByteArray()), small.size());
        }
        return size;
    }

    private static @Nullable Size make(
            UUID id, InputStream bytes, ImageFormat format, int orientation, ByteArrayOutputStream small) {
        try (ImageInputStream image = new FileCacheImageInputStream(format.picture(bytes), null)) {
            return make(image, format, orientation, small);
        } catch (IOException | RuntimeException broken) {
            LOG.debug("No thumbnail of the asset {}: {}", id, broken.toString());
            return null;
        }
    }

    private static @Nullable Size make(
            ImageInputStream image, ImageFormat format, int orientation, ByteArrayOutputStream small)
            throws IOException {
        ImageReader reader = format.reader();
        try {
            reader.setInput(image, true, true);
            int width = reader.getWidth(0);
            int height = reader.getHeight(0);
            if ((long) width * height > format.mostPixels() || Math.max(width, height) > LONGEST_SIDE) {
                return null;
            }
            int every = Math.max(1, Math.max(width, height) / (2 * SIDE));
            ImageReadParam some = reader.getDefaultReadParam();
            some.setSourceSubsampling(every, every, 0, 0);
            BufferedImage upright = ExifFilterUtils.getFilterForOrientation(Orientation.typeOf(orientation))
                    .apply(onWhite(reader.read(0, some)));
            double scale = Math.min(1.0, (double) SIDE / Math.max(upright.getWidth(), upright.getHeight()));
            net.coobird.thumbnailator.Thumbnails.of(upright)
                    .scale(scale)
                    .outputFormat("jpg")
                    .outputQuality(0.8)
                    .toOutputStream(small);
            return orientation > 4 ? new Size(height, width) : new Size(width, height);
        } finally {
            reader.dispose();
        }
    }

    /** JPEG has no transparent pixels: they would be black. */
    private static BufferedImage onWhite(BufferedImage image) {
        var white = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = white.createGraphics();
        graphics.drawImage(image, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return white;
    }

    /** Of the whole image, upright. */
    record Size(int width, int height) {}
}
