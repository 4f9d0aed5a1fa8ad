using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Weir.Engine;
using Weir.Engine.Access;
using Weir.Engine.Apps;
using Weir.Engine.Forms;
using Weir.Engine.Records;
using Weir.Engine.Search;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;
using Weir.Tests.Web;
using Weir.Tests.Web.Api;
using Record = Weir.Engine.Records.Record;

namespace Weir.Tests.Access.Hidden;

/// <summary>An app with fields that one role may not see, or sees only masked, and a way to change their values under it without any other trace: two worlds that
/// differ in nothing else.</summary>
internal sealed partial class Veil : IAsyncDisposable
{
    public const string App = "veil";

    private const string Forms = """
        [
          {"key":"partner","no":1,"group":"main","label":{"zh":"伙伴","en":"Partners"},"title":"name","fields":[
            {"key":"name","type":"company","label":{"zh":"公司名称","en":"Company"},"required":true},
            {"key":"level","type":"select","label":{"zh":"级别","en":"Level"},"options":[{"key":"x","label":{"zh":"甲","en":"X"}},{"key":"y","label":{"zh":"乙","en":"Y"}}]},
            {"key":"deal_count","type":"rollup","label":{"zh":"交易数","en":"Deals"},"form":"deal","by":"partner","how":"count","result":"number"},
            {"key":"secret_total","type":"rollup","label":{"zh":"底价合计","en":"Secret total"},"form":"deal","by":"partner","how":"sum","field":"secret","result":"money"},
            {"key":"open_total","type":"rollup","label":{"zh":"公开合计","en":"Open total"},"form":"deal","by":"partner","how":"sum","field":"secret","result":"money"},
            {"key":"deals","type":"related","label":{"zh":"交易","en":"Deals"},"form":"deal","by":"partner"}
          ]},
          {"key":"vault","no":2,"group":"main","label":{"zh":"金库","en":"Vaults"},"title":"label","fields":[
            {"key":"label","type":"text","label":{"zh":"暗号牌","en":"Passphrase"},"required":true},
            {"key":"place","type":"text","label":{"zh":"地点","en":"Place"}}
          ]},
          {"key":"deal","no":3,"group":"main","label":{"zh":"交易","en":"Deals"},"title":"name","fields":[
            {"key":"name","type":"text","label":{"zh":"名称","en":"Name"},"required":true},
            {"key":"state","type":"select","label":{"zh":"状态","en":"State"},"options":[{"key":"open","label":{"zh":"进行中","en":"Open"}},{"key":"won","label":{"zh":"赢单","en":"Won"}}]},
            {"key":"secret","type":"money","label":{"zh":"底价","en":"Floor price"}},
            {"key":"secret_note","type":"text","label":{"zh":"密语","en":"Whisper"},"default":"=name & \"!\""},
            {"key":"secret_code","type":"text","unique":true,"label":{"zh":"密码","en":"Cipher"},"default":"=secret_note"},
            {"key":"secret_kind","type":"select","label":{"zh":"密类","en":"Cipher kind"},"options":[{"key":"x","label":{"zh":"甲","en":"X"}},{"key":"y","label":{"zh":"乙","en":"Y"}}]},
            {"key":"secret_double","type":"formula","label":{"zh":"双倍底价","en":"Floor doubled"},"formula":"secret * 2","result":"money"},
            {"key":"mobile","type":"phone","label":{"zh":"手机","en":"Mobile"}},
            {"key":"alias","type":"text","label":{"zh":"别名","en":"Alias"}},
            {"key":"partner","type":"link","label":{"zh":"伙伴","en":"Partner"},"form":"partner"},
            {"key":"vault","type":"link","label":{"zh":"金库","en":"Vault"},"form":"vault"},
            {"key":"buddy","type":"link","label":{"zh":"同伴","en":"Buddy"},"form":"partner","filter":{"field":"level","op":"is","value":"{secret_kind}"}},
            {"key":"note","type":"text","label":{"zh":"备注","en":"Note"}},
            {"key":"reason","type":"text","label":{"zh":"原因","en":"Reason"}},
            {"key":"fixed","type":"text","label":{"zh":"定语","en":"Fixed"}},
            {"key":"choice","type":"select","label":{"zh":"选择","en":"Choice"},"options":[{"key":"a","label":{"zh":"一","en":"A"}},{"key":"b","label":{"zh":"二","en":"B"}}]},
            {"key":"items","type":"lines","label":{"zh":"明细","en":"Items"},"fields":[
              {"key":"what","type":"text","label":{"zh":"产品","en":"Product"}},
              {"key":"cost","type":"money","label":{"zh":"成本","en":"Cost"}},
              {"key":"qty","type":"number","label":{"zh":"数量","en":"Quantity"}}
            ]}
          ],
          "rules":[
            {"kind":"show","fields":["note"],"when":{"field":"secret","op":"gt","value":100}},
            {"kind":"require","fields":["reason"],"when":{"field":"secret_kind","op":"is","value":"y"}},
            {"kind":"read_only","fields":["fixed"],"when":{"field":"secret_kind","op":"is","value":"y"}},
            {"kind":"options","fields":["choice"],"options":["a"],"when":{"field":"secret","op":"gt","value":100}}
          ],
          "views":[
            {"key":"rich","label":{"zh":"大单","en":"Rich"},"where":{"field":"secret","op":"gt","value":100},"sort":[{"field":"secret","descending":true}],"columns":[{"field":"name"},{"field":"secret"},{"field":"mobile"}],
             "footers":{"secret":"sum"}},
            {"key":"coloured","label":{"zh":"上色","en":"Coloured"},"group":"secret_kind","columns":[{"field":"name"},{"field":"vault"},{"field":"state"}],"colours":[{"colour":"bad","when":{"field":"secret","op":"gt","value":100}}]}
          ]}
        ]
        """;

    private const string Roles = """
        [
          {"key":"reader","label":{"zh":"读者","en":"Reader"},"forms":{
            "partner":{"grants":[{"can":["view","create","edit","delete","import","export","bulk","assign"],"on":"all"}],"fields":{"secret_total":"hidden"}},
            "vault":{"grants":[{"can":["view","create","edit","delete","import","export","bulk","assign"],"on":"all"}],"fields":{"label":"hidden"}},
            "deal":{"grants":[{"can":["view","create","edit","delete","import","export","bulk","assign"],"on":"all"}],
              "fields":{"secret":"hidden","secret_note":"hidden","secret_code":"hidden","secret_kind":"hidden","secret_double":"hidden","mobile":"masked","alias":"masked","items.cost":"hidden"}}}}
        ]
        """;

    private Veil(TestHost host) => Host = host;

    public TestHost Host { get; }

    public Platform Platform => Host.Platform;

    public App TheApp => Platform.Apps.Find(App)!;

    public Form Deal => TheApp["deal"];

    public long Reader { get; private set; }

    public IReadOnlyList<long> Deals { get; private set; } = [];

    public long Partner { get; private set; }

    public long Vault { get; private set; }

    public Actor AsReader => Platform.People.Current.Actor(Reader);

    public static async Task<Veil> Make(DatabaseKind kind)
    {
        var veil = new Veil(await TestHost.Start(kind));
        await veil.Platform.Apps.Install(veil.Host.Admin, new AppDefinition
        {
            Key = App, Label = ("面纱", "Veil"), Groups = [new("main", ("主要", "Main"))],
            Roles = JsonSerializer.Deserialize<RoleDefinition[]>(Roles, DefinitionJson.Options)!, Forms = JsonSerializer.Deserialize<FormDefinition[]>(Forms, DefinitionJson.Options)!,
        });
        veil.Reader = (await veil.Platform.People.AddMember(veil.Host.Admin, new("读者", "reader@example.com") { Language = "zh-CN" })).Id;
        await veil.Platform.People.GiveRoles(veil.Host.Admin, veil.Reader, App, ["reader"]);
        veil.Partner = await veil.Add("partner", ("name", "恒力机械"), ("level", "x"));
        await veil.Add("partner", ("name", "博远科技"), ("level", "y"));
        veil.Vault = await veil.Add("vault", ("label", "start"), ("place", "苏州"));
        var deals = new List<long>();
        for (var i = 0; i < 3; i++)
            deals.Add(await veil.Add("deal", ("name", $"交易{i}"), ("state", i == 0 ? "open" : "won"), ("partner", veil.Partner), ("vault", veil.Vault), ("reason", "r"), ("fixed", "f"), ("choice", "a")));
        veil.Deals = deals;
        return veil;
    }

    public async Task<long> Add(string form, params (string Key, object? Value)[] values)
    {
        var draft = new Draft(TheApp[form]);
        foreach (var (key, value) in values) draft.Set(key, value);
        if (form == "deal") draft.Lines["items"] = [new(null, new Dictionary<string, object?> { ["what"] = "阀", ["cost"] = 1m, ["qty"] = 2m })];
        return (await Platform.Records.Save(Host.Admin, draft)).Record.Id;
    }

    /// <summary>Puts the hidden values of one world in place, below everything that would keep a trace of it.</summary>
    public Task Become(bool second) => Platform.Database.Write(async session =>
    {
        var linked = new LinkedRecords(session);
        var total = 0m;
        foreach (var (id, i) in Deals.Select((d, i) => (d, i)))
        {
            var deal = (await RecordRows.Read(session, Deal, id, lines: true))!;
            total += second ? 500m - i * 200 : 50m + i;
            deal["secret"] = second ? 500m - i * 200 : 50m + i;
            deal["secret_note"] = second ? $"香蕉 beta{i}" : $"苹果 alpha{i}";
            deal["secret_code"] = second ? $"KB-{9 - i}" : $"KA-{i}";
            deal["secret_kind"] = second ? "y" : i == 1 ? null : "x";
            deal["mobile"] = second ? $"1389999123{i}" : $"1380000123{i}";
            deal["alias"] = second ? $"樱桃 gamma{i}" : $"石榴 delta{9 - i}";
            foreach (var line in deal.Lines(Deal["items"])) line["cost"] = second ? 9m : 1m;
            RecordFormulas.Compute(deal, linked, Host.Admin, Platform.Clock.GetUtcNow().UtcDateTime);
            await Put(session, deal);
            foreach (var line in deal.Lines(Deal["items"])) await session.Execute(FormRows.Update(line.Form.Table, line.Id, [.. RecordRows.Cells(line, line.Form.Fields)]));
        }
        var partner = (await RecordRows.Read(session, TheApp["partner"], Partner, lines: false))!;
        partner["secret_total"] = total;
        await Put(session, partner);
        var vault = (await RecordRows.Read(session, TheApp["vault"], Vault, lines: false))!;
        vault["label"] = second ? "密室 omega" : "暗柜 sigma";
        await Put(session, vault);
        return true;
    });

    private async Task Put(Session session, Record record)
    {
        await session.Execute(FormRows.Update(record.Form.Table, record.Id, [.. RecordRows.Cells(record, record.Form.Fields)]));
        await SearchIndex.PutMany(session, TheApp.Schema, [new(record.Form.No, record.Id, RecordTokens.Of(record, Platform.People.Current))]);
    }

    /// <summary>A page without what is new in every answer: tokens, once keys, prefixes, references.</summary>
    public static string Still(string text) => Random().Replace(text, "*");

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    [GeneratedRegex("""(?<=csrf" (content|value)=")[^"]*|[0-9a-f]{32}|(?<=nonce=")[^"]*|(?<="traceId":")[^"]*|[A-Za-z0-9_-]{43}|编号 [0-9a-f]{12}""", RegexOptions.CultureInvariant)]
    private static partial Regex Random();
}
