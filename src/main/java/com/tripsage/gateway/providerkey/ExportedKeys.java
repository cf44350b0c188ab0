package com.tripsage.gateway.providerkey;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.tripsage.gateway.account.ExportedPart;
import com.tripsage.gateway.database.CallerTransaction;
import com.tripsage.gateway.security.Caller;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The caller's keys with providers in an export of the account: what the API tells of them, and never a key. */
@Component
final class ExportedKeys implements ExportedPart {

    private static final String TYPE = "ProviderKey";

    private final OwnProviderKeys keys;
    private final JsonMapper json = new JsonMapper();

    ExportedKeys(OwnProviderKeys keys) {
        this.keys = keys;
    }

    @Override
    public String type() {
        return TYPE;
    }

    @Override
    public long write(Caller caller, CallerTransaction transaction, OutputStream lines) throws IOException {
        List<ProviderKey> told = keys.list();
        for (ProviderKey key : told) {
            lines.write(json.writeValueAsBytes(new Line(TYPE, key)));
            lines.write('\n');
        }
        return told.size();
    }

    private record Line(
            @JsonProperty("__typename") String type,
            @JsonUnwrapped ProviderKey key) {}
}
