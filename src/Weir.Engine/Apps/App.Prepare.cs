using System.Collections.Frozen;
using Weir.Engine.Access;
using Weir.Engine.Actions;
using Weir.Engine.Capabilities;
using Weir.Engine.FieldTypes;
using Weir.Engine.Insight;
using Weir.Engine.Records;
using Weir.Engine.Rules;

namespace Weir.Engine.Apps;

public sealed partial class App
{
    /// <summary>Roles that may do everything in this app.</summary>
    public FrozenSet<string> AdministratorRoles { get; private set; } = FrozenSet<string>.Empty;

    private List<Dashboard> Insight(List<DefinitionError> errors)
    {
        var dashboards = new List<Dashboard>();
        try
        {
            foreach (var (key, figure) in Definition.Figures) Engine.Insight.Widgets.FigureCheck.Of(this, $"figures.{key}", figure);
            dashboards.AddRange(Definition.Dashboards.Select(d => Dashboard.Compile(this, d) with { App = Key }));
            foreach (var report in Definition.Reports) ReportCheck.Run(this, report);
            Traces = [.. Definition.Traces.Select(t => Trace.Compile(this, t))];
            foreach (var form in Forms) form.Panels = Engine.Insight.Panels.PanelCatalogue.Compile(form);
        }
        catch (DefinitionError wrong)
        {
            errors.Add(wrong);
        }
        return dashboards;
    }

    private void Capabilities(List<DefinitionError> errors)
    {
        foreach (var form in Forms)
        {
            var prepared = new Dictionary<string, object>();
            foreach (var (key, settings) in form.Definition.Capabilities)
            {
                try
                {
                    if (CapabilityCatalogue.Find(key)!.Prepare(form, settings) is { } made) prepared[key] = made;
                }
                catch (DefinitionError wrong)
                {
                    errors.Add(wrong);
                }
            }
            form.CapabilitySettings = prepared;
        }
    }

    /// <summary>Builds what crosses forms, once all forms stand: permissions, rules, roll-ups, dependencies through links.</summary>
    internal void Prepare(List<DefinitionError> errors)
    {
        AdministratorRoles = Definition.Roles.Where(r => r.Administrator).Select(r => r.Key).ToFrozenSet();
        foreach (var form in Forms)
        {
            try
            {
                form.Permissions = [.. Definition.Roles.Where(r => r.Forms.ContainsKey(form.Key)).Select(r => Permission.Compile(form, r.Key, r.Forms[form.Key]))];
                form.Rules = [.. form.Definition.Rules.Select(r => Rule.Compile(form, r)).Where(r => !r.Definition.Off)];
                form.Rollups = [.. form.Fields.Where(f => f.Type.RollupOf(f) is not null).Select(CompiledRollup.Compile)];
                form.LineRollups = [.. form.LineFields.SelectMany(l => l.Lines!.Fields.Where(f => f.Type.RollupOf(f) is not null).Select(f => LineRollup.Compile(l, f)))];
                foreach (var view in form.Definition.Views) Conditions.Condition.OfQuery(form, view.Where);
            }
            catch (DefinitionError wrong)
            {
                errors.Add(wrong);
            }
        }
        if (errors.Count == 0) Capabilities(errors);
        if (errors.Count == 0) ActionBook.Prepare(this, errors);
        if (errors.Count == 0) Dashboards = [.. Insight(errors)];
        if (errors.Count > 0) return;
        var reckoned = Forms.SelectMany(f => CapabilityCatalogue.Of(f).SelectMany(c => c.Reckons(f).Select(from => (From: from, Capability: c, Of: f)))).ToLookup(r => r.From, r => (r.Capability, r.Of));
        foreach (var form in Forms)
        {
            form.ReckonedBy = [.. reckoned[form.Key]];
            form.RolledUpBy = [.. Forms.SelectMany(f => f.Rollups).Where(r => r.Child == form)];
            form.LinesRolledUpBy = [.. Forms.SelectMany(f => f.LineRollups).Where(r => r.Child == form)];
            form.ReadBy = [.. Forms.SelectMany(f => LinkedReads.Of(f).Concat(f.LineFields.SelectMany(l => LinkedReads.Of(l.Lines!)))).Where(r => r.Target == form)];
        }
    }
}
