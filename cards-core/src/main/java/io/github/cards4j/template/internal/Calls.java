package io.github.cards4j.template.internal;

/** Calls. */
final class Calls {

    private Calls() {}

    static Value call(Value callee, Arguments arguments, Frame frame) {
        if (callee instanceof Undefined undefined) {
            throw undefined.fault();
        }
        String name = callee instanceof Function function ? function.name() : callee.type();
        return call(callee, arguments.args(name, frame), frame);
    }

    static Value call(Value callee, Args args, Frame frame) {
        if (callee instanceof LoopState loop) {
            return loop.call(args);
        }
        if (!(callee instanceof Function function)) {
            throw callee instanceof Undefined undefined
                    ? undefined.fault()
                    : new Fault("'" + callee.type() + "' object is not callable");
        }
        for (Value arg : args.positional()) {
            frame.run().charge(arg.weight());
        }
        return frame.charged(function.body().call(args, frame), 0);
    }
}
