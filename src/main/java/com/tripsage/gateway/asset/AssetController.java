package com.tripsage.gateway.asset;

import static java.util.Objects.requireNonNull;

import com.tripsage.gateway.asset.Signature.Action;
import com.tripsage.gateway.graphql.Loaders;
import com.tripsage.gateway.graphql.OperationScope;
import com.tripsage.gateway.refusal.Refusal;
import com.tripsage.gateway.security.Caller;
import com.tripsage.gateway.trip.Trip;
import com.tripsage.gateway.trip.TripRepository;
import com.tripsage.gateway.user.User;
import graphql.GraphQLContext;
import jakarta.validation.Valid;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dataloader.DataLoader;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;
import org.springframework.util.unit.DataSize;

@Controller
class AssetController {

    private final AssetRepository assets;
    private final UploadRepository uploads;
    private final UploadTargets targets;
    private final TripRepository trips;
    private final SignedUrls urls;
    private final AssetProperties properties;

    AssetController(
            AssetRepository assets,
            UploadRepository uploads,
            UploadTargets targets,
            TripRepository trips,
            SignedUrls urls,
            AssetProperties properties,
            Loaders loaders) {
        this.assets = assets;
        this.uploads = uploads;
        this.targets = targets;
        this.trips = trips;
        this.urls = urls;
        this.properties = properties;
        loaders.lists("assets", assets::findByTrips, asset -> requireNonNull(asset.tripId()));
        loaders.lists("assetsOfUsers", assets::findByUsers, asset -> requireNonNull(asset.userId()));
        loaders.<UUID, Asset>values("pictures", users -> assets.findPictures(users).stream()
                .collect(Collectors.toMap(asset -> requireNonNull(asset.userId()), Function.identity())));
    }

    @SchemaMapping
    CompletableFuture<List<Asset>> assets(Trip trip, DataLoader<UUID, List<Asset>> assets) {
        return assets.load(trip.id());
    }

    @SchemaMapping
    CompletableFuture<@Nullable List<Asset>> assets(
            User user, DataLoader<UUID, @Nullable List<Asset>> assetsOfUsers, Caller caller) {
        return user.id().equals(caller.id()) ? assetsOfUsers.load(user.id()) : CompletableFuture.completedFuture(null);
    }

    @SchemaMapping
    CompletableFuture<@Nullable Asset> pictureAsset(User user, DataLoader<UUID, @Nullable Asset> pictures) {
        return pictures.load(user.id());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Trip> trip(Asset asset, DataLoader<UUID, @Nullable Trip> trips) {
        return asset.tripId() == null ? CompletableFuture.completedFuture(null) : trips.load(asset.tripId());
    }

    @SchemaMapping
    @Nullable
    String url(Asset asset, @Argument int expiresIn, Caller caller) {
        return asset.isMissing() ? null : url(Action.READ, asset, expiresIn, caller);
    }

    @SchemaMapping
    @Nullable
    String thumbnailUrl(Asset asset, @Argument int expiresIn, Caller caller) {
        return asset.isMissing() || asset.width() == null ? null : url(Action.READ_THUMBNAIL, asset, expiresIn, caller);
    }

    private String url(Action action, Asset asset, int expiresIn, Caller caller) {
        long longest = properties.longestUrl().toSeconds();
        if (expiresIn < 1 || expiresIn > longest) {
            throw Refusal.invalid("expiresIn", "must be from 1 to " + longest);
        }
        return urls.of(action, asset.id(), caller.id(), Duration.ofSeconds(expiresIn));
    }

    @MutationMapping
    CreateUploadPayload createUpload(@Argument @Valid CreateUploadInput input, Caller caller) {
        if (input.isPicture() && input.tripId() != null) {
            throw Refusal.invalid("input.isPicture", "is for a picture of the caller, and so without a trip");
        }
        limit(properties.maxFileSize(), 0, input.size(), "A file");
        OffsetDateTime expiresAt = OffsetDateTime.now(ZoneOffset.UTC).plus(properties.uploadTime());
        Upload upload = uploads.insert(input, expiresAt).orElseThrow(() -> Refusal.notFound("trip"));
        limit(properties.maxPerTrip(), upload.bytesOfTrip(), input.tripId() == null ? 0 : input.size(), "A trip");
        limit(properties.maxPerUser(), upload.bytesOfUser(), input.size(), "A user's profile and trips");
        return new CreateUploadPayload(targets.of(upload, caller));
    }

    private static void limit(DataSize most, long before, long size, String what) {
        if (before + size > most.toBytes()) {
            throw Refusal.invalid("input.size", what + " has at most " + most.toBytes() + " bytes");
        }
    }

    @MutationMapping
    CompleteUploadPayload completeUpload(@Argument UUID id, GraphQLContext context) {
        OperationScope scope = context.get(OperationScope.class);
        CheckedUpload checked =
                scope.get(CheckedUploads.class, CheckedUploads::new).of(id);
        return (checked == null ? assets.find(id) : assets.complete(id, checked).or(() -> assets.find(id)))
                .map(CompleteUploadPayload::new)
                .orElseThrow(() -> Refusal.notFound("upload"));
    }

    @MutationMapping
    RemoveAssetPayload removeAsset(@Argument UUID id) {
        Asset asset = assets.find(id).orElseThrow(() -> Refusal.notFound("asset"));
        if (!assets.remove(id)) {
            throw asset.tripId() == null
                    ? Refusal.notFound("asset")
                    : trips.refusalOfChange(asset.tripId(), "asset", asset.version());
        }
        return new RemoveAssetPayload(id, asset.tripId());
    }

    @SchemaMapping
    CompletableFuture<@Nullable Trip> trip(RemoveAssetPayload removed, DataLoader<UUID, @Nullable Trip> trips) {
        return removed.tripId() == null ? CompletableFuture.completedFuture(null) : trips.load(removed.tripId());
    }

    record CreateUploadPayload(UploadTarget upload) {}

    /** Where and how the bytes are to be sent. */
    record UploadTarget(UUID id, String method, String url, List<Header> headers, OffsetDateTime expiresAt) {

        static List<Header> headers(Map<String, String> headers) {
            return headers.entrySet().stream()
                    .map(header -> new Header(header.getKey(), header.getValue()))
                    .toList();
        }
    }

    record Header(String name, String value) {}

    record CompleteUploadPayload(Asset asset) {}

    record RemoveAssetPayload(UUID deletedId, @Nullable UUID tripId) {}
}
