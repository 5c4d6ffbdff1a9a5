// The code of the methods that hubc answers itself (World/ReplacedMethods.swift).

import IR

extension ProgramLowering {
    func replace(_ replacement: ReplacedMethods.Replacement, _ emitter: inout CodeEmitter) {
        let parameters = emitter.start()
        switch replacement {
        case .answersEmptyString:
            let empty = string("", &emitter)
            emitter.ret(empty)
        case .answersReceiver: emitter.ret(parameters[0])
        case .answersFalse: emitter.ret(emitter.root(layout.falseRoot))
        case .fails(let argument):
            let text = parameters.indices.contains(argument + 1) ? parameters[argument + 1] : parameters[0]
            fail(with: text, &emitter)
        case .findsHandler, .returnsToContext, .restartsContext:
            guard let handlers = Handlers(self) else { return stop(&emitter) }
            handlers.replace(replacement, parameters, &emitter)
        case .exchanges(let exchange):
            let failure = emitter.makeBlock()
            self.exchange(exchange, parameters[0], parameters[1], failure: failure, &emitter)
            emitter.begin(failure)
            guard let selector = layout.selector(TypeFlow.primitiveFailed) else { return stop(&emitter) }
            emitter.tailSend(selector, [parameters[0]])
        }
    }
}
