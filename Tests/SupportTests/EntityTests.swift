import Support
import Testing

private struct ID: EntityID {
    let rawValue: UInt32
}

@Suite struct EntityTests {
    @Test func setIteratesInOrder() {
        var set = EntitySet<ID>()
        for index in [200, 3, 64, 0] { set.insert(ID(index: index)) }
        #expect(set.map(\.index) == [0, 3, 64, 200])
        let isNew = set.insert(ID(index: 3))
        let wasThere = set.remove(ID(index: 64))
        #expect(!isNew && wasThere && set.count == 3)
    }

    @Test func listPoolKeepsLists() {
        var pool = ListPool<ID>()
        let list = pool.make([ID(index: 5), ID(index: 7)])
        #expect(pool.elements(list).map(\.index) == [5, 7])
        #expect(pool.count(.empty) == 0)
    }

    @Test func secondaryMapAnswersInitial() {
        var map = SecondaryMap<ID, Int>(initial: -1)
        map[ID(index: 4)] = 9
        #expect(map[ID(index: 3)] == -1 && map[ID(index: 4)] == 9 && map[ID(index: 100)] == -1)
    }
}
