package com.tripsage.gateway.asset.store;

import com.tripsage.gateway.refusal.Refusal;
import java.io.InputStream;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/** The store of a gateway for which none is configured: it refuses everything. */
final class NoStore implements AssetStore {

    @Override
    public Optional<Stored> find(Key key) {
        throw refusal();
    }

    @Override
    public InputStream read(Key key, long from, long length) {
        throw refusal();
    }

    @Override
    public void write(Key key, InputStream bytes, long length) {
        throw refusal();
    }

    @Override
    public boolean copy(Key from, Stored found, Key to) {
        throw refusal();
    }

    @Override
    public void delete(Key key) {
        throw refusal();
    }

    @Override
    public void ids(Area area, Consumer<UUID> each) {
        throw refusal();
    }

    @Override
    public void requireConfigured() {
        throw refusal();
    }

    private static Refusal refusal() {
        return Refusal.unavailable(
                "This gateway has no store for assets: whoever runs it sets GATEWAY_ASSETS_STORE_FOLDER");
    }
}
