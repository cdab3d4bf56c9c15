package io.github.cards4j.langchain4j;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.RewardModel;
import java.util.List;

/** A reward model that likes everything and keeps all that it is shown. */
record SeenReward(List<String> seen) implements RewardModel {

    @Override
    public String name() {
        return "seen";
    }

    @Override
    public Judgement begin(List<Message> conversation) {
        conversation.forEach(message -> seen.add(message.text()));
        return new ScriptedReward(text -> {
                    seen.add(text);
                    return 1;
                })
                .begin(conversation);
    }

    @Override
    public String convention() {
        return "chatml, closed";
    }

    @Override
    public void close() {}
}
