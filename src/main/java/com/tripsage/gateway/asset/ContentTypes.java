package com.tripsage.gateway.asset;

import com.tripsage.gateway.refusal.Refusal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.mime.MediaType;
import org.apache.tika.mime.MimeTypes;
import org.springframework.stereotype.Component;

/** The media types of bytes, by the bytes themselves: names and what clients say prove nothing. */
@Component
final class ContentTypes {

    /** How much of the beginning tells the type. */
    static final int BEGINNING = 64 << 10;

    /** Types that no browser runs anything of. All others are saved instead of shown. */
    private static final Set<String> SHOWN =
            Set.of("image/jpeg", "image/png", "image/gif", "image/webp", "image/avif", "image/bmp", "text/plain");

    private final MimeTypes types = MimeTypes.getDefaultMimeTypes();

    /**
     * The type of bytes: what the client says where that is a kind of what they are, such as a ticket that is a zip file.
     *
     * @throws Refusal where it isn't
     */
    String of(byte[] beginning, String said) {
        MediaType found = found(beginning);
        MediaType wanted = MediaType.parse(said);
        if (MediaType.OCTET_STREAM.equals(wanted)) {
            return found.getBaseType().toString();
        }
        MediaType known = types.getMediaTypeRegistry().normalize(wanted);
        boolean isKind = !MediaType.OCTET_STREAM.equals(found)
                && types.getMediaTypeRegistry().isInstanceOf(known, found.getBaseType());
        if (!isKind) {
            throw Refusal.invalid("id", "The bytes are " + found.getBaseType() + " and not " + said);
        }
        return said;
    }

    private MediaType found(byte[] beginning) {
        try {
            return types.detect(new ByteArrayInputStream(beginning), new Metadata());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static boolean isShown(String contentType) {
        return SHOWN.contains(contentType);
    }
}
