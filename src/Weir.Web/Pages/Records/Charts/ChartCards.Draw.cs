using Weir.Engine.Forms;
using Microsoft.AspNetCore.Components;
using Weir.Engine.Capabilities.Hierarchy;
using Weir.Web.Ui;

namespace Weir.Web.Pages.Records.Charts;

internal sealed partial class ChartCards
{
    /// <summary>Cards below each other, as lists within lists.</summary>
    public RenderFragment Tree(IReadOnlyList<ChartNode> nodes) => builder =>
    {
        Markup.Of($"<ul class=\"w-tree-chart\">").Write(builder);
        foreach (var node in nodes) Write(builder, node);
        Markup.Of($"</ul>").Write(builder);
    };

    private void Write(Microsoft.AspNetCore.Components.Rendering.RenderTreeBuilder builder, ChartNode node)
    {
        Markup.Of($"<li>{Card(node)}").Write(builder);
        if (node.Below.Count > 0)
        {
            Markup.Of($"<ul>").Write(builder);
            foreach (var below in node.Below) Write(builder, below);
            Markup.Of($"</ul>").Write(builder);
        }
        Markup.Of($"</li>").Write(builder);
    }

    private Markup Card(ChartNode node)
    {
        var (name, stance, role, closeness) = (Name(node), Stance(node), Role(node), Closeness(node));
        var aside = chart.Chain is not null && node.Line is null;
        var edge = node.Left ? "grey" : Kit.ColorName(stance?.Colour);
        var here = chart.Host.Form == chart.Key && chart.Host.Id == node.Id;
        var drag = node.Moves ? Markup.Of($" draggable=\"true\" data-version=\"{node.Record.Version}\"") : Markup.Nothing;
        var star = node.IsKey ? Markup.Of($"{Kit.Icon("star", "w-icon-sm w-cc-key")}<span class=\"w-sr\">{visit.Say("关键人", "Key person")}</span>") : Markup.Nothing;
        var current = here ? Markup.Of($" aria-current=\"true\"") : Markup.Nothing;
        var facts = string.Join(" · ", Facts(node));
        var known = node.Known > 0 ? Markup.Of($"<span class=\"w-cc-known\" title=\"{visit.Say($"我们有 {node.Known} 位同事认识", $"{node.Known} of us know them")}\">{Kit.Icon("users", "w-icon-sm")}{node.Known}</span>") : Markup.Nothing;
        return Markup.Of($"""
            <article class="w-chart-card w-c-{edge}{(aside ? " w-cc-aside" : "")}{(node.Left ? " w-cc-left" : "")}" data-node="{node.Id}" data-name="{name}"{drag}{current}><header>{Kit.Avatar(name)}<a class="w-cc-name" href="{other.Record(node.Id)}">{name}</a>{star}{Menu(node, name)}</header>{Line("w-cc-facts", facts)}<div class="w-cc-pills">{Pill(role, false)}{Pill(node.Left ? (visit.Say("已离职", "Left"), "grey") : stance, true)}{(Approved(node) ? Kit.Pill(visit.Say("已认可", "Approved"), "ok") : Markup.Nothing)}</div><div class="w-cc-foot">{closeness?.Text}{known}</div></article>
            """);
    }

    private static Markup Pill((string Text, string Colour)? pill, bool dot) => pill is var (text, colour) ? Kit.Pill(text, colour, dot) : Markup.Nothing;

    private static Markup Line(string css, string text) => text.Length == 0 ? Markup.Nothing : Markup.Of($"<div class=\"{css}\" title=\"{text}\">{text}</div>");

    private Markup Menu(ChartNode node, string name)
    {
        var items = new List<Markup>();
        if (node.Moves) items.Add(Markup.Of($"<button type=\"button\" class=\"w-menu-item\" role=\"menuitem\" hx-get=\"{ChartArea.Url(visit, chart, node.Id, "below")}\" hx-target=\"#dialogs\" hx-swap=\"beforeend\">{Kit.Icon("hierarchy-2")}{visit.Say("移到某人之下…", "Move below…")}</button>"));
        if (chart.Chains && chart.Chain is { } chain)
        {
            if (node.Line is null) items.Add(Verb(node, "add", "plus", visit.Say($"加入{chain.Lines.Label.Zh}", $"Add to the {Words.Inside(chain.Lines.Label.En)}")));
            else
            {
                if (chain.Approved is not null) items.Add(Approved(node) ? Verb(node, "doubt", "circle-x", visit.Say("取消认可", "Take back approval")) : Verb(node, "approve", "circle-check", visit.Say("登记已认可", "Has approved")));
                if (chain.Order is not null && chart.Chained.Count > 1)
                {
                    if (chart.Chained[0].Id != node.Id) items.Add(Verb(node, "earlier", "arrow-left", visit.Say("在链中前移", "Earlier in the chain")));
                    if (chart.Chained[^1].Id != node.Id) items.Add(Verb(node, "later", "arrow-right", visit.Say("在链中后移", "Later in the chain")));
                }
                items.Add(Verb(node, "remove", "minus", visit.Say($"移出{chain.Lines.Label.Zh}", $"Take out of the {Words.Inside(chain.Lines.Label.En)}")));
            }
        }
        if (items.Count == 0) return Markup.Nothing;
        var label = visit.Say($"“{name}”的操作", $"What to do with {name}");
        return Markup.Of($"<w-menu><button type=\"button\" class=\"w-btn w-btn-icon w-cc-menu\" aria-haspopup=\"menu\" aria-expanded=\"false\" aria-label=\"{label}\">{Kit.Icon("dots")}</button><div class=\"w-pop w-menu\" role=\"menu\" aria-label=\"{label}\" popover>{new Markup(string.Concat(items.Select(i => i.Html)))}</div></w-menu>");
    }

    private Markup Verb(ChartNode node, string verb, string icon, string words) =>
        Markup.Of($"<button type=\"button\" class=\"w-menu-item\" role=\"menuitem\" hx-post=\"{ChartArea.Url(visit, chart, node.Id, verb)}?seen={chart.HostVersion}\" hx-swap=\"none\">{Kit.Icon(icon)}{words}</button>");

    /// <summary>Those who decide, in the order in which they do.</summary>
    public RenderFragment Chain(ChainBook chain) => builder =>
    {
        if (chart.Chained.Count == 0)
        {
            if (chart.Roots.Count > 0) Markup.Of($"<p class=\"w-muted w-chain-empty\">{(chart.Chains ? visit.Say("决策链还是空的：在下面卡片的菜单里，把参与决策的人加进来。", "The chain is still empty: add those who take part in the decision by the menus of the cards below.") : visit.Say("决策链还是空的。", "The chain is still empty."))}</p>").Write(builder);
            return;
        }
        Markup.Of($"<ol class=\"w-chain\" aria-label=\"{visit.Say(chain.Lines.Label)}\">").Write(builder);
        foreach (var node in chart.Chained)
        {
            var note = chain.Note is { } field ? node.Line?[field] as string : null;
            Markup.Of($"<li class=\"w-c-{Kit.ColorName(Stance(node)?.Colour)}\" title=\"{note}\">{(Approved(node) ? Kit.Icon("circle-check", "w-icon-sm w-chain-yes") : Kit.Icon("circle", "w-icon-sm"))}<b>{Name(node)}</b><span>{Role(node)?.Text}</span><span>{Stance(node)?.Text}</span><span class=\"w-sr\">{(Approved(node) ? visit.Say("已认可", "approved") : visit.Say("还没有认可", "not approved yet"))}</span></li>").Write(builder);
        }
        Markup.Of($"</ol>").Write(builder);
    };

    /// <summary>Who of us knows whom.</summary>
    public RenderFragment Help() => builder =>
    {
        Markup.Of($"<div class=\"w-chart-help\">{Kit.Icon("users")}<b>{visit.Say("谁能帮忙", "Who can help")}</b><ul>").Write(builder);
        foreach (var helper in chart.Helpers)
        {
            var near = helper is { ClosenessField: { } field, Closeness: { } value } ? field.Type.Text(field, value, visit.Display) : null;
            var how = string.Join(visit.Say("，", ", "), new[] { helper.How, near }.Where(t => !string.IsNullOrEmpty(t)));
            Markup.Of($"<li>{Kit.Person(visit.Display.MemberName(helper.Member))} <span class=\"w-muted\">{visit.Say("认识", "knows")}</span> {Name(helper.Node)}{(how.Length > 0 ? visit.Say($"（{how}）", $" ({how})") : "")}</li>").Write(builder);
        }
        Markup.Of($"</ul></div>").Write(builder);
    };
}
