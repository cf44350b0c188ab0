package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.Signature.Action;
import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.Key;
import com.tripsage.gateway.asset.store.Stored;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The answer to who reads an asset: a piece at a time, and nothing that a browser would run. */
@Component
final class Download {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final int PIECE = 32 << 10;

    private final Transactions transactions;
    private final AssetRepository assets;
    private final AssetStore store;
    private final AssetProperties properties;

    Download(Transactions transactions, AssetRepository assets, AssetStore store, AssetProperties properties) {
        this.transactions = transactions;
        this.assets = assets;
        this.store = store;
        this.properties = properties;
    }

    void answer(Caller caller, Signature signature, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Asset asset = transactions
                .run(caller, Access.READ, Deadline.after(TIMEOUT), _ -> assets.find(signature.asset()))
                .orElseThrow(Download::nothing);
        boolean isWhole = signature.action() == Action.READ;
        Key key = new Key(isWhole ? Area.ASSETS : Area.THUMBNAILS, asset.id());
        Stored found = store.find(key).orElseThrow(Download::nothing);
        String tag = '"' + asset.sha256() + (isWhole ? "" : "-thumbnail") + '"';
        describe(asset, isWhole, response);
        response.setHeader(HttpHeaders.ETAG, tag);
        if (Conditions.isKnown(request, tag)) {
            response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
            return;
        }
        ByteRange range = Conditions.range(request, tag, found.size());
        if (range == null) {
            response.setHeader(HttpHeaders.CONTENT_RANGE, "bytes */" + found.size());
            response.setStatus(HttpServletResponse.SC_REQUESTED_RANGE_NOT_SATISFIABLE);
            return;
        }
        if (range.isPart()) {
            response.setStatus(HttpServletResponse.SC_PARTIAL_CONTENT);
            response.setHeader(HttpHeaders.CONTENT_RANGE, range.header());
        }
        response.setContentLengthLong(range.length());
        if (request.getMethod().equals("GET")) {
            send(key, range, response.getOutputStream());
        }
    }

    private static void describe(Asset asset, boolean isWhole, HttpServletResponse response) {
        boolean isShown = !isWhole || ContentTypes.isShown(asset.contentType());
        response.setContentType(isWhole ? asset.contentType() : Thumbnails.CONTENT_TYPE);
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                (isShown ? ContentDisposition.inline() : ContentDisposition.attachment())
                        .filename(asset.name(), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        response.setHeader(HttpHeaders.ACCEPT_RANGES, "bytes");
        response.setHeader(HttpHeaders.CACHE_CONTROL, "private, no-cache");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
    }

    private void send(Key key, ByteRange range, OutputStream client) throws IOException {
        Deadline deadline = Deadline.after(properties.timeFor(range.length()));
        byte[] piece = new byte[PIECE];
        try (InputStream bytes = store.read(key, range.from(), range.length())) {
            long left = range.length();
            for (int read; left > 0 && (read = bytes.read(piece)) >= 0; left -= read) {
                client.write(piece, 0, read);
                if (deadline.remainingMillis() == 0) {
                    throw new IOException("The client took too long for the asset");
                }
            }
            if (left > 0) {
                throw new IOException("The store has " + left + " bytes less than it said");
            }
        }
    }

    /** The same for who may not see it as for what is not there. */
    private static RequestRefused nothing() {
        return RequestRefused.of(HttpStatus.NOT_FOUND, "There is no such asset");
    }
}
