package com.tripsage.gateway.asset;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import org.jspecify.annotations.Nullable;

/** A format of images that can be read here, under the name of its media type. */
enum ImageFormat {
    JPEG,
    PNG,
    GIF,
    BMP,
    WEBP {
        @Override
        InputStream picture(InputStream bytes) throws IOException {
            return LossyWebP.of(bytes);
        }

        @Override
        ImageReader reader() {
            return new WebPImageReaderSpi().createReaderInstance(null);
        }

        // Read in Java alone, which takes longer.
        @Override
        long mostPixels() {
            return 16_000_000;
        }
    };

    static @Nullable ImageFormat of(String contentType) {
        return Stream.of(values())
                .filter(format -> contentType.equals("image/" + format.name().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElse(null);
    }

    /** What the reader is given of a file. */
    InputStream picture(InputStream bytes) throws IOException {
        return bytes;
    }

    ImageReader reader() {
        return ImageIO.getImageReadersByFormatName(name()).next();
    }

    long mostPixels() {
        return 50_000_000;
    }
}
