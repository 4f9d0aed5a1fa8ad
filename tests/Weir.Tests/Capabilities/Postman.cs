using Weir.Engine.Capabilities.Assignment;
using Weir.Engine.Outbox;
using Weir.Tests.Records;

namespace Weir.Tests.Capabilities;

/// <summary>Carries what is due on a desk: deals out what waits to be dealt, and keeps the tidings for the test to read.</summary>
internal sealed class Postman(Desk desk)
{
    /// <summary>What members would be told, in the order in which it was carried.</summary>
    public List<Tidings> Told { get; } = [];

    /// <summary>How many letters asked for records to be dealt out.</summary>
    public int Deals { get; private set; }

    public async Task Carry()
    {
        var courier = new Courier(desk.Database, desk.Apps, desk.Clock, [new Dealing(this, desk), new Telling(this, desk)]);
        while (await courier.CarryDue() > 0) { }
    }

    private sealed class Dealing(Postman postman, Desk desk) : Carrier
    {
        private readonly AssignmentCarrier carrier = new(desk.Database, desk.Apps, desk.Records, desk.Ids, () => desk.Directory, desk.Clock);

        public override string Kind => carrier.Kind;

        public override Task Carry(Letter letter, CancellationToken cancel)
        {
            postman.Deals++;
            return carrier.Carry(letter, cancel);
        }
    }

    private sealed class Telling(Postman postman, Desk desk) : Carrier
    {
        public override string Kind => Tidings.Letter;

        public override async Task Carry(Letter letter, CancellationToken cancel)
        {
            await desk.Database.Write(letter.Finish, cancel);
            postman.Told.Add(Tidings.Read(letter.Row.Payload));
        }
    }
}
