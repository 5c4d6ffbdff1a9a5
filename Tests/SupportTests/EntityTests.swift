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

    /// Sets take the room of their ids; what they hold does not depend on it.
    @Test func setsWithDifferentRoomAgree() {
        let wide = [700, 65, 130, 64, 10_000].map { ID(index: $0) }
        var grown = EntitySet<ID>()
        var roomy = EntitySet<ID>(capacity: 20_000)
        for id in wide {
            grown.insert(id)
            roomy.insert(id)
        }
        #expect(grown == roomy && roomy == grown)
        #expect(grown.map(\.index) == [64, 65, 130, 700, 10_000])
        #expect(!grown.contains(ID(index: 0)) && !grown.contains(ID(index: 99_999)))
        let removed = grown.remove(ID(index: 3))
        #expect(!removed && grown.count == 5)

        var other = EntitySet<ID>()
        other.insert(ID(index: 9_999))
        other.insert(ID(index: 130))
        var union = other
        let hasGrown = union.formUnion(grown), growsAgain = union.formUnion(roomy)
        #expect(hasGrown && !growsAgain && union.map(\.index) == [64, 65, 130, 700, 9_999, 10_000])
        var both = grown
        both.formIntersection(other)
        #expect(both.map(\.index) == [130])
        grown.subtract(other)
        #expect(grown.map(\.index) == [64, 65, 700, 10_000])
        #expect(EntitySet<ID>() == EntitySet<ID>(capacity: 500) && both != grown)
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
