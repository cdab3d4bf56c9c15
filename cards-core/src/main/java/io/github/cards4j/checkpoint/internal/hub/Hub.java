package io.github.cards4j.checkpoint.internal.hub;

import io.github.cards4j.checkpoint.HubException;
import io.github.cards4j.checkpoint.HubException.Reason;
import io.github.cards4j.checkpoint.HubSettings;
import io.github.cards4j.checkpoint.Progress;
import io.github.cards4j.checkpoint.internal.ConfigReader;
import io.github.cards4j.checkpoint.internal.hub.HubClient.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings a model of a hub into the cache, and gives its folder there. */
public final class Hub {

    private static final Logger LOG = LoggerFactory.getLogger(Hub.class);
    private static final double MEGABYTE = 1e6;

    private final HubSettings settings;
    private final Surroundings surroundings;

    public Hub(HubSettings settings) {
        this(settings, Surroundings.real());
    }

    Hub(HubSettings settings, Surroundings surroundings) {
        this.settings = settings;
        this.surroundings = surroundings;
    }

    /**
     * The folder of a model, fetched as far as it is not there. The hub is asked what a branch or tag is at present; a
     * commit that is there whole needs no network. Where the hub cannot be reached, or has the model no more, what is in
     * the cache is used.
     *
     * @throws HubException if it is not to be had
     */
    public Path folder(HubId id, Progress progress) {
        try {
            return resolve(id, progress);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HubException(
                    Reason.UNREACHABLE, "Fetching " + id + " was interrupted. What has been fetched is kept.", e);
        }
    }

    private Path resolve(HubId id, Progress progress) throws InterruptedException {
        HubCache cache = new HubCache(settings.cache(), id, surroundings.disk());
        String commit = cache.commit(id);
        Path cached = commit == null ? null : cache.snapshot(commit);
        String missing = cached == null ? "" : ModelFiles.missing(cached);
        if (cached != null && missing == null && (settings.offline() || id.pinned())) {
            return cached;
        }
        if (settings.offline()) {
            throw offline(id, cached, missing);
        }
        HubClient client = new HubClient(settings, id, surroundings);
        Listing listing;
        try {
            listing = client.listing(missing == null ? 0 : Retries.MOST);
        } catch (HubException e) {
            if (cached == null || missing != null || e.reason() == Reason.REVISION_NOT_FOUND) {
                throw e;
            }
            LOG.warn("Using {} from the cache, as it was when last fetched: {}", id, e.getMessage());
            return cached;
        }
        fetch(id, client, cache, listing, progress);
        cache.rememberCommit(id, listing.commit());
        return cache.snapshot(listing.commit());
    }

    private void fetch(HubId id, HubClient client, HubCache cache, Listing listing, Progress progress)
            throws InterruptedException {
        ModelFiles files = new ModelFiles(id, listing);
        files.check();
        Path snapshot = cache.snapshot(listing.commit());
        Fetching fetching = new Fetching(client, cache, surroundings, listing.commit());
        Path index = snapshot.resolve(ModelFiles.INDEX);
        fetching.fetch(fetching.describe(absent(snapshot, files.first())), "fetching " + id, Progress.NONE);
        // A model that cannot be computed with shall not cost an hour.
        ConfigReader.read(snapshot);
        List<String> all = new ArrayList<>(files.small());
        all.addAll(files.weights(index));
        List<String> wanted = absent(snapshot, all);
        if (!wanted.isEmpty()) {
            List<RepoFile> missing = fetching.describe(wanted);
            long bytes = missing.stream().mapToLong(RepoFile::size).sum();
            checkRoom(cache, missing);
            fetching.fetch(missing, String.format(Locale.ROOT, "fetching %s, %.1f MB", id, bytes / MEGABYTE), progress);
            cache.rememberAbsent(listing.commit(), files.absent());
        }
    }

    private static List<String> absent(Path snapshot, List<String> names) {
        return names.stream()
                .filter(name -> !Files.exists(snapshot.resolve(name)))
                .toList();
    }

    private void checkRoom(HubCache cache, List<RepoFile> files) {
        long needed = 0;
        long usable;
        try {
            Files.createDirectories(cache.root());
            for (RepoFile file : files) {
                Path partial = BlobDownload.partial(cache.blob(file));
                if (!Files.exists(cache.blob(file))) {
                    needed += Math.max(0, file.size() - (Files.exists(partial) ? Files.size(partial) : 0));
                }
            }
            usable = surroundings.disk().usable(cache.root());
        } catch (IOException e) {
            throw cache.unusable("files", e);
        }
        if (usable < needed) {
            throw cache.unusable(
                    "files",
                    new IOException(String.format(
                            Locale.ROOT,
                            "no space left: %.1f MB are needed, %.1f MB are free",
                            needed / MEGABYTE,
                            usable / MEGABYTE)));
        }
    }

    private HubException offline(HubId id, @Nullable Path cached, @Nullable String missing) {
        return new HubException(
                Reason.OFFLINE,
                "Model " + id + " is not in the cache at " + settings.cache()
                        + (cached == null ? "" : " as a whole (" + cached + " lacks " + missing + ")")
                        + ", and fetching is switched off (HF_HUB_OFFLINE or offline). Switch it on once, or give the"
                        + " folder of the model.");
    }
}
