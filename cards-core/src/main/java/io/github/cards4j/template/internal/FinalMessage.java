package io.github.cards4j.template.internal;

/**
 * Finds where a last message ends in a rendered conversation, as transformers does for {@code continue_final_message}: a
 * tag is put behind the message, and what is rendered from the tag on is cut off.
 */
public final class FinalMessage {

    /** What is put behind the message. The space tells whether the template trims it. */
    public static final String TAG = "CONTINUE_FINAL_MESSAGE_TAG ";

    private FinalMessage() {}

    /**
     * The text up to the end of the message.
     *
     * @param rendered with the tag
     * @param message without it
     * @throws Fault if the template left the message out, or changed it
     */
    public static Text cut(Text rendered, String message) {
        String text = rendered.string();
        int tag = text.lastIndexOf(TAG.strip());
        Text bare = Strings.strip(Text.user(message), null, true, true);
        if (tag < 0 || !text.contains(bare.string())) {
            throw new Fault("the last message cannot be continued, since the template changes it or leaves it out");
        }
        Text cut = rendered.part(0, tag);
        return text.startsWith(TAG, tag) ? cut : Strings.strip(cut, null, false, true);
    }
}
