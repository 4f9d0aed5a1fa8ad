using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>The one row of settings of the organisation; its version counts the changes of people.</summary>
public sealed record OrganisationRow(long Version, string Company, string Zone, string Currency, string Language);

/// <summary>Statements for the settings of the organisation.</summary>
public static class Organisation
{
    private static readonly TableName Name = new("org", "organisation");

    public static ValueTask<OrganisationRow?> Get(Session session) => session.First<OrganisationRow?>(
        $"select version, company, zone, currency, language from {Name} where id = 1",
        r => new(r.Long(0), r.Text(1), r.Text(2), r.Text(3), r.Text(4)));

    /// <summary>Takes the next version and with it the turn to change people: every other unit that asks waits here until this one ends.</summary>
    public static ValueTask<long> NextVersion(Session session) => session.First(
        $"""
        insert into {Name} as o (id, version, company, zone, currency, language) values (1, 1, '', 'UTC', 'CNY', 'zh-CN')
        on conflict (id) do update set version = o.version + 1 returning version
        """, r => r.Long(0));

    public static ValueTask<int> Change(Session session, OrganisationRow row) => session.Execute(
        $"update {Name} set company = {row.Company}, zone = {row.Zone}, currency = {row.Currency}, language = {row.Language} where id = 1");
}
