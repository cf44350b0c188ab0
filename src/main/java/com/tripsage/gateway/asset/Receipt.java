package com.tripsage.gateway.asset;

import com.tripsage.gateway.asset.store.Area;
import com.tripsage.gateway.asset.store.AssetStore;
import com.tripsage.gateway.asset.store.Key;
import com.tripsage.gateway.database.Access;
import com.tripsage.gateway.database.Deadline;
import com.tripsage.gateway.database.Transactions;
import com.tripsage.gateway.http.ReceiveTime;
import com.tripsage.gateway.request.RequestRefused;
import com.tripsage.gateway.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/** The receipt of bytes that a client sends: exactly those that it has said, or none. Sent again, they are the same. */
@Component
final class Receipt {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final Transactions transactions;
    private final UploadRepository uploads;
    private final AssetStore store;
    private final AssetProperties properties;

    Receipt(Transactions transactions, UploadRepository uploads, AssetStore store, AssetProperties properties) {
        this.transactions = transactions;
        this.uploads = uploads;
        this.store = store;
        this.properties = properties;
    }

    void answer(Caller caller, UUID id, HttpServletRequest request, HttpServletResponse response) throws IOException {
        Upload upload = find(caller, id);
        long said = request.getContentLengthLong();
        if (said > upload.size()) {
            throw RequestRefused.of(
                    HttpStatus.CONTENT_TOO_LARGE, "More than the " + upload.size() + " bytes that were said");
        }
        if (said >= 0 && said < upload.size()) {
            throw RequestRefused.badRequest(said + " bytes instead of " + upload.size());
        }
        ReceiveTime.allow(request, properties.timeFor(upload.size()));
        Key sent = new Key(Area.UPLOADS, id);
        try {
            InputStream bytes = new Sha256(request.getInputStream(), upload.sha256(), upload.size());
            store.write(sent, bytes, upload.size());
        } catch (Sha256.OtherBytes others) {
            throw others.areTooMany()
                    ? RequestRefused.of(HttpStatus.CONTENT_TOO_LARGE, String.valueOf(others.getMessage()))
                    : RequestRefused.badRequest(String.valueOf(others.getMessage()));
        } catch (SocketTimeoutException tooSlow) {
            throw RequestRefused.of(HttpStatus.REQUEST_TIMEOUT, "The bytes took too long to arrive");
        }
        try {
            find(caller, id);
        } catch (RequestRefused over) {
            // Whoever removed the upload meanwhile found nothing to delete.
            store.delete(sent);
            throw over;
        }
        response.setStatus(HttpServletResponse.SC_NO_CONTENT);
    }

    private Upload find(Caller caller, UUID id) {
        return transactions
                .run(caller, Access.READ, Deadline.after(TIMEOUT), _ -> uploads.find(id))
                .orElseThrow(() -> RequestRefused.of(HttpStatus.NOT_FOUND, "There is no such upload"));
    }
}
