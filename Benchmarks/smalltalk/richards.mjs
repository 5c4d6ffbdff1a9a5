// Richards in JavaScript, with a class for each kind of task; richards.h says what it does.

const [idler, worker, handlerA, handlerB, deviceA, deviceB] = [1, 2, 3, 4, 5, 6];
const [devicePacket, workPacket] = [1, 2];

class Packet {
    constructor(link, identity, kind) {
        this.link = link;
        this.identity = identity;
        this.kind = kind;
        this.datum = 1;
        this.data = [0, 0, 0, 0];
    }

    appendTo(list) {
        this.link = null;
        if (!list) return this;
        let last = list;
        while (last.link) last = last.link;
        last.link = this;
        return list;
    }
}

class Task {
    constructor(all, identity, priority, input, isWaiting) {
        this.link = all.list;
        this.identity = identity;
        this.priority = priority;
        this.input = input;
        this.hasPacket = input !== null;
        this.isWaiting = isWaiting;
        this.isHolding = false;
        all.list = all.table[identity] = this;
    }

    run(all) {
        let packet = null;
        if (this.hasPacket && this.isWaiting && !this.isHolding) {
            packet = this.input;
            this.input = packet.link;
            this.hasPacket = this.input !== null;
            this.isWaiting = this.isHolding = false;
        }
        return this.work(all, packet);
    }
}

class Idler extends Task {
    count = 10000;
    control = 1;

    work(all) {
        if (--this.count === 0) return all.hold();
        if ((this.control & 1) === 0) {
            this.control >>= 1;
            return all.release(deviceA);
        }
        this.control = (this.control >> 1) ^ 53256;
        return all.release(deviceB);
    }
}

class Worker extends Task {
    count = 0;
    destination = handlerA;

    work(all, packet) {
        if (!packet) return all.wait();
        this.destination = this.destination === handlerA ? handlerB : handlerA;
        packet.identity = this.destination;
        packet.datum = 1;
        for (let i = 0; i < 4; i++) {
            if (++this.count > 26) this.count = 1;
            packet.data[i] = 65 + this.count - 1;
        }
        return all.queue(packet);
    }
}

class Handler extends Task {
    workIn = null;
    deviceIn = null;

    work(all, packet) {
        if (packet) {
            if (packet.kind === workPacket) this.workIn = packet.appendTo(this.workIn);
            else this.deviceIn = packet.appendTo(this.deviceIn);
        }
        const work = this.workIn;
        if (!work) return all.wait();
        const datum = work.datum;
        if (datum > 4) {
            this.workIn = work.link;
            return all.queue(work);
        }
        const device = this.deviceIn;
        if (!device) return all.wait();
        this.deviceIn = device.link;
        device.datum = work.data[datum - 1];
        work.datum = datum + 1;
        return all.queue(device);
    }
}

class Device extends Task {
    pending = null;

    work(all, packet) {
        if (packet) {
            this.pending = packet;
            return all.hold();
        }
        const pending = this.pending;
        if (!pending) return all.wait();
        this.pending = null;
        return all.queue(pending);
    }
}

class Scheduler {
    list = null;
    current = null;
    identity = 0;
    table = new Array(7).fill(null);
    queued = 0;
    held = 0;

    wait() {
        this.current.isWaiting = true;
        return this.current;
    }

    hold() {
        this.held++;
        this.current.isHolding = true;
        return this.current.link;
    }

    release(identity) {
        const task = this.table[identity];
        task.isHolding = false;
        return task.priority > this.current.priority ? task : this.current;
    }

    queue(packet) {
        const task = this.table[packet.identity];
        this.queued++;
        packet.link = null;
        packet.identity = this.identity;
        if (task.input) {
            task.input = packet.appendTo(task.input);
            return this.current;
        }
        task.input = packet;
        task.hasPacket = true;
        return task.priority > this.current.priority ? task : this.current;
    }

    schedule() {
        for (this.current = this.list; this.current; ) {
            const now = this.current;
            if (now.isHolding || (!now.hasPacket && now.isWaiting)) {
                this.current = now.link;
            } else {
                this.identity = now.identity;
                this.current = now.run(this);
            }
        }
    }
}

/// One run: how many packets were queued, times 100,000, plus how often a task held.
export function richards() {
    const all = new Scheduler();
    const three = (identity) => {
        const packet = (link) => new Packet(link, identity, devicePacket);
        return packet(packet(packet(null)));
    };
    new Idler(all, idler, 0, null, false);
    new Worker(all, worker, 1000, new Packet(new Packet(null, worker, workPacket), worker, workPacket), true);
    new Handler(all, handlerA, 2000, three(deviceA), true);
    new Handler(all, handlerB, 3000, three(deviceB), true);
    new Device(all, deviceA, 4000, null, true);
    new Device(all, deviceB, 5000, null, true);
    all.schedule();
    return all.queued * 100000 + all.held;
}
