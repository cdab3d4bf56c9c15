package io.github.cards4j.checkpoint.internal.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A model of a hub, at a revision.
 *
 * @param name {@code owner/name}
 * @param revision a branch, a tag, or a commit
 */
public record HubId(String name, String revision) {

    private static final String WORD = "[A-Za-z0-9](?:[A-Za-z0-9_.-]{0,94}[A-Za-z0-9_])?";
    private static final Pattern ID =
            Pattern.compile("(" + WORD + "/" + WORD + ")(?:@([A-Za-z0-9_][A-Za-z0-9_./+-]*))?");
    private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

    /** The id that a text is, or null if it is none. */
    public static @Nullable HubId parse(String text) {
        Matcher match = ID.matcher(text);
        if (!match.matches()) {
            return null;
        }
        String name = match.group(1);
        String revision = match.group(2) == null ? "main" : match.group(2);
        // What the hub forbids in names; as parts of paths they would be harmful, too.
        if (name.contains("--") || name.contains("..") || name.endsWith(".git")) {
            return null;
        }
        if (revision.contains("..") || revision.contains("//") || revision.contains("/.") || revision.endsWith("/")) {
            return null;
        }
        return new HubId(name, revision);
    }

    static boolean isCommit(String text) {
        return COMMIT.matcher(text).matches();
    }

    /** Whether the revision is a commit, which never changes. */
    boolean pinned() {
        return isCommit(revision);
    }

    /** As a user writes it. */
    @Override
    public String toString() {
        return revision.equals("main") ? name : name + "@" + revision;
    }
}
