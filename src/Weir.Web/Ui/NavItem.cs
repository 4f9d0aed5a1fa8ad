namespace Weir.Web.Ui;

/// <summary>One line of the sidebar or of the bottom bar; the caller decides which one is current.</summary>
public sealed record NavItem(string Text, string Url, string Icon)
{
    public long? Count { get; init; }

    public bool Current { get; init; }

    /// <summary>A red figure that asks for attention, such as unread notifications; 0 hides it.</summary>
    public int Badge { get; init; }

    /// <summary>Answers with the red figure; asked once the page stands and after each action.</summary>
    public string? BadgeUrl { get; init; }

    /// <summary>Shows the live count of unread notifications, as &lt;w-bell&gt; hears of it.</summary>
    public bool Unread { get; init; }

    /// <summary>The shortcut shown at the right, such as "C".</summary>
    public string? Keys { get; init; }

    /// <summary>What the client does instead of following the link: "palette", "quick-add"; the link stays for the case without script.</summary>
    public string? Opens { get; init; }

    /// <summary>The answer of the URL is shown in a dialog instead of as a page.</summary>
    public bool InDialog { get; init; }
}

/// <summary>A titled group of sidebar lines; without a title it stands at the top.</summary>
public sealed record NavGroup(string? Title, IReadOnlyList<NavItem> Items);

/// <summary>A step of the breadcrumb before the title.</summary>
public sealed record Crumb(string Text, string Url);

/// <summary>A tab of a record, or a view in the top bar.</summary>
public sealed record Tab(string Text, string Url)
{
    public long? Count { get; init; }

    public bool Current { get; init; }
}
