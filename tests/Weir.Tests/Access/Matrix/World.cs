using System.Text.Json;
using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Web;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Access.Matrix;

/// <summary>The template with a few roles more, somebody in each role, and for every form records in every relation to everybody. Rows are written as they are, so
/// that no rule of a form stands in the way.</summary>
internal sealed class World : IAsyncDisposable
{
    public const string App = "matrix";

    /// <summary>Levels and conditions that the template's own roles have not.</summary>
    private const string MoreRoles = """
        [
          {"key":"clerk","label":{"zh":"文员","en":"Clerk"},"forms":{
            "lead":{"grants":[{"can":["view","create","edit","delete","import","export","bulk"],"on":"department"}]},
            "account":{"grants":[{"can":["view"],"on":"department"},{"can":["edit","export"],"on":"own"}]},
            "contact":{"grants":[{"can":["view","edit","delete","assign","bulk"],"on":"all","when":{"any":[{"field":"owner","op":"empty"},{"field":"owner","op":"is","value":"@me"}]}}]}}},
          {"key":"keeper","label":{"zh":"保管","en":"Keeper"},"forms":{
            "delivery":{"grants":[{"can":["view","edit","export"],"on":"all","when":{"field":"contract.owner","op":"is","value":"@me"}}]},
            "project":{"grants":[{"can":["view","delete"],"on":"all","when":{"field":"contract.owner_dept","op":"under","value":"@my_department"}}]},
            "quote":{"grants":[{"can":["create"],"on":"own"}]}}},
          {"key":"loner","label":{"zh":"独行","en":"Loner"},"forms":{
            "lead":{"grants":[{"can":["view","edit","delete","export","assign"],"on":"own"}]},
            "account":{"grants":[{"can":["view","edit","delete","export","bulk"],"on":"collaborators"}]},
            "quote":{"grants":[{"can":["view","edit"],"on":"own"},{"can":["edit"],"on":"collaborators","when":{"field":"flow_status","op":"is","value":"in_approval"}}]},
            "contract":{"grants":[{"can":["view"],"on":"own"},{"can":["view","edit"],"on":"collaborators","when":{"field":"status","op":"is","value":"draft"}}]},
            "task":{"grants":[{"can":["view"],"on":"all","when":{"field":"assignee","op":"is","value":"@me"}},{"can":["edit"],"on":"own"}]}}}
        ]
        """;

    private static readonly Dictionary<string, Dictionary<string, object>[]> Variants = new()
    {
        ["lead"] = [new() { ["status"] = "converted" }, new() { ["status"] = "following" }],
        ["contract"] = [new() { ["status"] = "draft" }, new() { ["status"] = "executing" }],
        ["opportunity"] = [new() { ["status"] = "open" }, new() { ["status"] = "won" }, new() { ["campaign"] = 5L }],
        ["payment_plan"] = [new() { ["status"] = "not_in_force" }, new() { ["status"] = "due" }],
        ["quote"] = [new(), new() { ["flow_status"] = "in_approval" }],
    };

    private readonly TestHost host;
    private readonly List<Fact> facts = [];
    private readonly List<Person> people = [];
    private long next = 1_000_000;

    private World(TestHost host) => this.host = host;

    public TestHost Host => host;

    public Platform Platform => host.Platform;

    public App TheApp => Platform.Apps.Find(App)!;

    public IReadOnlyList<Fact> Facts => facts;

    public IReadOnlyList<Person> People => people;

    public Oracle Oracle { get; private set; } = null!;

    public static async Task<World> Make(DatabaseKind kind)
    {
        var world = new World(await TestHost.Start(kind));
        var template = Template.Load("l2c");
        var roles = template.Roles.Concat(JsonSerializer.Deserialize<RoleDefinition[]>(MoreRoles, DefinitionJson.Options)!).ToList();
        await world.Platform.Apps.Install(world.host.Admin, template with { Key = App, Roles = roles });
        world.Oracle = new(roles);
        await world.Fill();
        return world;
    }

    public Actor As(Person who) => Platform.People.Current.Actor(who.Id);

    /// <summary>The records of a form, of those that are alike for a person only a few: what is somebody else's own is one case.</summary>
    public IEnumerable<Fact> Cases(Person who, Form form)
    {
        var others = new HashSet<(string, string)>();
        foreach (var fact in facts.Where(f => f.Form == form.Key))
        {
            var another = people.Any(p => p.Id != who.Id && (p.Id == fact.Owner || fact.Values.Values.Contains(p.Id)));
            if (!another || others.Add((fact.Relation.Split(" of ")[0], string.Join(',', fact.Values.Where(v => v.Value is string))))) yield return fact;
        }
    }

    public ValueTask DisposeAsync() => host.DisposeAsync();

    private async Task Fill()
    {
        var admin = () => host.Admin;
        var company = await Platform.People.AddDepartment(admin(), new("公司"));
        var sales = await Platform.People.AddDepartment(admin(), new("销售部", company.Id));
        var east = await Platform.People.AddDepartment(admin(), new("华东组", sales.Id));
        var below = await Platform.People.AddDepartment(admin(), new("苏州组", east.Id));
        var south = await Platform.People.AddDepartment(admin(), new("华南组", sales.Id));
        var office = await Platform.People.AddDepartment(admin(), new("职能", company.Id));
        foreach (var role in Template.Load("l2c").Roles.Select(r => r.Key).Concat(["clerk", "keeper", "loner"])) await Person(role, [role], east.Id, [east.Id, below.Id]);
        await Person("nobody", [], east.Id, [east.Id, below.Id]);
        await Person("two roles", ["sales_rep", "finance"], east.Id, [east.Id, below.Id]);
        var head = await Person("head elsewhere", ["sales_manager"], office.Id, [office.Id, south.Id], [office.Id]);
        await Platform.People.ChangeDepartment(admin(), south.Id, new("华南组", sales.Id, head.Id));
        var (inBelow, inSouth) = (await Member("below", below.Id), await Member("south", south.Id));

        var everybody = people.Select(p => p.Id).ToHashSet();
        foreach (var form in TheApp.Forms.OrderByDescending(f => f.Key == "contract"))
        {
            foreach (var values in Variants.GetValueOrDefault(form.Key, [[]]))
            {
                foreach (var person in people) Add(form, person.Id, person.Departments[0], "own of " + person.Name, values);
                Add(form, inBelow, below.Id, "subtree", values);
                Add(form, inSouth, south.Id, "other", values);
                Add(form, null, null, "no owner", values);
                Add(form, inSouth, south.Id, "collaborator", values, f => f with { Named = everybody });
                Add(form, inSouth, south.Id, "collaborator who reads", values, f => f with { NamedToRead = everybody });
                Add(form, inSouth, south.Id, "collaborator until today", values, f => f with { Named = everybody, EndsSoon = true });
                Add(form, inSouth, south.Id, "collaborator until yesterday", values, f => f with { Formerly = everybody });
                Add(form, inSouth, south.Id, "shared to read", values, f => f with { Readers = everybody });
                Add(form, inSouth, south.Id, "shared to edit", values, f => f with { Editors = everybody });
                Add(form, inSouth, south.Id, "share that ended", values);
                Add(form, inBelow, below.Id, "deleted", values, f => f with { Deleted = true, Editors = everybody });
            }
            foreach (var person in people)
            {
                Add(form, person.Id, person.Departments[0], "own and deleted", [], f => f with { Deleted = true });
                if (form.Find("assignee") is not null) Add(form, inSouth, south.Id, "assigned", new() { ["assignee"] = person.Id });
                if (form.Key == "sales_target") Add(form, inSouth, south.Id, "subject", new() { ["subject"] = person.Id });
                if (form.Key is "delivery" or "project")
                    Add(form, inSouth, south.Id, "of own contract", [], f => f with { Links = Contract(person.Id) });
            }
            if (form.Key is "delivery" or "project") Add(form, inSouth, south.Id, "of a contract below", [], f => f with { Links = Contract(inBelow) });
        }
        await Write(south.Id);

        async Task<Person> Person(string name, string[] roles, long department, long[] subtree, long[]? belowMain = null)
        {
            var id = await Member(name, department);
            if (roles.Length > 0) await Platform.People.GiveRoles(admin(), id, App, roles);
            people.Add(new(id, name, roles, [department], subtree.ToHashSet(), (belowMain ?? subtree).ToHashSet()));
            return people[^1];
        }

        async Task<long> Member(string name, long department) =>
            (await Platform.People.AddMember(admin(), new(name, $"p{Platform.People.Current.Members.Count}@example.com") { Departments = [department] })).Id;

        Dictionary<string, Fact> Contract(long owner) => new() { ["contract"] = facts.First(f => f.Form == "contract" && f.Owner == owner && !f.Deleted) };
    }

    private void Add(Form form, long? owner, long? department, string relation, Dictionary<string, object> values, Func<Fact, Fact>? more = null)
    {
        var fact = new Fact(++next, form.Key, owner, department, relation) { Values = values };
        facts.Add(more is null ? fact : more(fact));
    }

    private Task Write(long ended) => Platform.Database.Write(async session =>
    {
        var now = Platform.Clock.GetUtcNow().UtcDateTime;
        var at = new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerSecond, DateTimeKind.Utc);
        var schema = TheApp.Schema;
        foreach (var byForm in facts.GroupBy(f => f.Form))
        {
            var form = TheApp[byForm.Key];
            var rows = new List<object?[]>();
            var words = new List<SearchRow>();
            foreach (var fact in byForm)
            {
                var record = new Record(form, fact.Id, 1);
                // Several at one moment, so that the order has ties.
                record[SystemFields.CreatedAt] = at.AddMinutes(-(fact.Id % 5));
                record[SystemFields.UpdatedAt] = at;
                record[SystemFields.Owner] = fact.Owner;
                record[SystemFields.OwnerDepartment] = fact.Department;
                var named = fact.Named.Concat(fact.NamedToRead).Concat(fact.Formerly).ToArray();
                if (named.Length > 0) record[SystemFields.Collaborators] = named;
                if (fact.Deleted) record[SystemFields.DeletedAt] = at.AddSeconds(fact.Id % 1000);
                record[form.Title] = $"matrix {fact.Id}";
                foreach (var (key, value) in fact.Values) record[key] = value;
                foreach (var (key, to) in fact.Links) record[key] = to.Id;
                rows.Add(RecordRows.Values(record));
                if (!fact.Deleted) words.Add(new(form.No, fact.Id, RecordTokens.Of(record, Platform.People.Current)));
                foreach (var member in fact.Readers) await ShareRows.Put(session, schema, new(form.No, member, fact.Id, RowAccess.ReadShare, null, "hand"));
                foreach (var member in fact.Editors) await ShareRows.Put(session, schema, new(form.No, member, fact.Id, RowAccess.EditShare, null, "hand"));
                foreach (var member in fact.Named) await ShareRows.Put(session, schema, new(form.No, member, fact.Id, RowAccess.EditShare, fact.EndsSoon ? at.AddHours(1) : null, "collaborator"));
                foreach (var member in fact.NamedToRead) await ShareRows.Put(session, schema, new(form.No, member, fact.Id, RowAccess.ReadShare, null, "collaborator"));
                foreach (var member in fact.Formerly) await ShareRows.Put(session, schema, new(form.No, member, fact.Id, RowAccess.EditShare, at.AddMinutes(-1), "collaborator"));
                if (fact.Relation == "share that ended")
                    foreach (var person in people) await ShareRows.Put(session, schema, new(form.No, person.Id, fact.Id, RowAccess.EditShare, at.AddMinutes(-1), "hand"));
            }
            await session.Load(form.Table, RecordRows.Columns(form), rows);
            await SearchIndex.PutMany(session, schema, words);
        }
        return ended;
    });
}
