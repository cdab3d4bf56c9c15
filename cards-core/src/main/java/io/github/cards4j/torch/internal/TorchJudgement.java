package io.github.cards4j.torch.internal;

import io.github.cards4j.model.Judgement;
import io.github.cards4j.model.Message;
import io.github.cards4j.model.Usage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Rewards over a cached prefix. Each text is tokenised anew, so a candidate shares the longest common run of token ids
 * with the prefix, and only the rest is read, as a branch. Branches that may still be accepted keep their slots.
 */
final class TorchJudgement implements Judgement {

    private record Branch(int[] ids, int shared, IntArray slots, double reward) {}

    private final TorchRewardModel model;
    private final List<Message> conversation;
    private final int[] prompt;
    private final PromptCache<KeyValueCache> prompts;
    private final KeyValueCache cache;
    /** In the order in which they were scored: of equally good ones the first is kept. */
    private final Map<String, Branch> branches = new LinkedHashMap<>();

    /** What was accepted, if its tokens are to be read once more: they had given up their slots. */
    private int[] unread = {};

    private double promptReward = Double.NaN;
    private long forwardPasses;
    private long tokensRead;
    private boolean closed;

    TorchJudgement(
            TorchRewardModel model,
            Transformer transformer,
            PromptCache<KeyValueCache> prompts,
            List<Message> conversation) {
        this.model = model;
        this.prompts = prompts;
        this.conversation = conversation;
        prompt = model.prompt(conversation);
        cache = prompts.begin(transformer, prompt, () -> transformer.newCache(prompt.length + TorchContinuation.CHUNK));
    }

    @Override
    public boolean prefill() {
        if (cache.prefix() < prompt.length) {
            prompts.share(cache, prompt);
        }
        int done = cache.prefix();
        if (done >= prompt.length) {
            return true;
        }
        int end = Math.min(prompt.length, done + TorchContinuation.CHUNK);
        Pass pass = new Pass();
        pass.on(cache);
        for (int i = done; i < end; i++) {
            pass.addToPrefix(prompt[i]);
        }
        model.rewards(pass);
        count(end - done);
        return end == prompt.length;
    }

    @Override
    public int room() {
        return model.room(conversation);
    }

    @Override
    public double promptReward() {
        if (Double.isNaN(promptReward)) {
            boolean candidate = branches.containsKey("");
            promptReward = score(List.of(""))[0];
            if (!candidate) {
                // a measure of what follows, and no rival to it: its place is free again
                cache.free(branch("").slots);
                branches.remove("");
            }
        }
        return promptReward;
    }

    @Override
    public double[] score(List<String> answers) {
        // all of them before any takes a place: one may be too long
        Map<String, int[]> tokens = new LinkedHashMap<>();
        answers.forEach(answer -> tokens.computeIfAbsent(answer, a -> model.scored(conversation, a)));
        Pass pass = new Pass();
        pass.on(cache);
        forgetAllButBest();
        tokens.keySet().removeAll(branches.keySet());
        if (!Double.isNaN(promptReward)) {
            tokens.remove("");
        }
        catchUp(pass, tokens.values());
        List<Branch> read = new ArrayList<>();
        List<String> texts = List.copyOf(tokens.keySet());
        for (int[] ids : tokens.values()) {
            // the last token is read even if the prefix holds it: its output is the score
            int shared = Math.min(cache.common(ids), ids.length - 1);
            IntArray slots = new IntArray();
            int branch = cache.newBranch();
            for (int i = shared; i < ids.length; i++) {
                slots.add(pass.addToBranch(ids[i], i, branch, shared));
            }
            pass.want();
            read.add(new Branch(ids, shared, slots, Double.NaN));
        }
        if (!texts.isEmpty()) {
            float[] scores = model.rewards(pass);
            count(pass.tokens());
            for (int i = 0; i < texts.size(); i++) {
                Branch b = read.get(i);
                branches.put(texts.get(i), new Branch(b.ids, b.shared, b.slots, scores[i]));
            }
        }
        return answers.stream().mapToDouble(answer -> finite(reward(answer))).toArray();
    }

    /** Reads what was accepted without a branch as far as texts now begin with it, so that they share it. */
    private void catchUp(Pass pass, Collection<int[]> texts) {
        if (texts.isEmpty()) {
            return;
        }
        int end = texts.stream().mapToInt(ids -> common(unread, ids)).max().orElse(0);
        for (int i = cache.prefix(); i < end; i++) {
            pass.addToPrefix(unread[i]);
        }
        unread = new int[0];
    }

    private double reward(String answer) {
        boolean known = answer.isEmpty() && !Double.isNaN(promptReward);
        return known ? promptReward : branch(answer).reward;
    }

    private double finite(double reward) {
        if (!Double.isFinite(reward)) {
            // nobody else shall go on from what was read here
            cache.spoil();
        }
        return model.finite(reward);
    }

    private Branch branch(String answer) {
        Branch branch = branches.get(answer);
        if (branch == null) {
            throw new IllegalStateException("an answer has not been scored");
        }
        return branch;
    }

    /** What was scored before this batch can only still be accepted as the best of all. */
    private void forgetAllButBest() {
        String best = null;
        for (Map.Entry<String, Branch> entry : branches.entrySet()) {
            if (best == null || entry.getValue().reward > branch(best).reward) {
                best = entry.getKey();
            }
        }
        for (Map.Entry<String, Branch> entry : branches.entrySet()) {
            if (!entry.getKey().equals(best)) {
                cache.free(entry.getValue().slots);
            }
        }
        if (best != null) {
            branches.keySet().retainAll(List.of(best));
        }
    }

    @Override
    public void accept(String answer) {
        Branch branch = branches.get(answer);
        int[] open = model.open(conversation, answer);
        int at;
        IntArray slots = new IntArray();
        if (branch == null) {
            // its slots are gone, if it ever had any: the next score reads what of it goes beyond the prefix
            at = cache.common(open);
            unread = open;
        } else {
            unread = new int[0];
            // what closes the answer is no part of what follows
            int length = common(open, branch.ids);
            at = Math.min(branch.shared, length);
            for (int i = 0; i < length - at; i++) {
                slots.add(branch.slots.get(i));
            }
        }
        cache.accept(at, slots);
        branches.clear();
    }

    private static int common(int[] a, int[] b) {
        int mismatch = Arrays.mismatch(a, b);
        return mismatch < 0 ? a.length : mismatch;
    }

    private void count(int tokens) {
        forwardPasses++;
        tokensRead += tokens;
    }

    @Override
    public Usage usage() {
        return new Usage(forwardPasses, tokensRead);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            prompts.end(cache);
        }
    }
}
