using Weir.Sql.Schema;
using Weir.Sql.Sessions;

namespace Weir.Sql.Tables;

/// <summary>Of which kinds of notification a member wants no mail; what is not listed is mailed.</summary>
public static class MailChoices
{
    private static readonly TableName Table = new("org", "mail_choice");

    public static async ValueTask<HashSet<string>> Unwanted(Session session, long member) =>
        [.. await session.Query($"select kind from {Table} where member_id = {member}", r => r.Text(0))];

    public static async ValueTask Set(Session session, long member, IEnumerable<string> unwanted)
    {
        await session.Execute($"delete from {Table} where member_id = {member}");
        foreach (var kind in unwanted) await session.Execute($"insert into {Table} (member_id, kind) values ({member}, {kind})");
    }
}
