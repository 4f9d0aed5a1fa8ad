using Weir.Sql.Sessions;
using Xunit;

namespace Weir.Tests.Sql.Sessions;

public class Settings
{
    [Theory]
    [InlineData("sqlite:data/weir.db", DatabaseKind.Sqlite, "data/weir.db")]
    [InlineData(" data/weir.db ", DatabaseKind.Sqlite, "data/weir.db")]
    [InlineData("postgres:Host=db;Database=weir", DatabaseKind.Postgres, "Host=db;Database=weir")]
    public void A_setting_names_a_file_or_a_server(string text, DatabaseKind kind, string address) =>
        Assert.Equal(new DatabaseSetting(kind, address), DatabaseSetting.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("sqlite: ")]
    public void A_setting_that_names_nothing_is_refused(string text) => Assert.Throws<ArgumentException>(() => DatabaseSetting.Parse(text));
}
