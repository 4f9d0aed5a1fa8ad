using System.Collections.Frozen;
using Weir.Engine.Apps;
using Weir.Engine.Capabilities;
using Weir.Engine.FieldTypes;
using Weir.Engine.Forms;

namespace Weir.Engine.Actions;

/// <summary>Gives the forms of an app their actions: those of their definitions, then the verbs of their capabilities. Runs none.</summary>
internal static class ActionBook
{
    public static void Prepare(App app, List<DefinitionError> errors)
    {
        foreach (var form in app.Forms) Try(errors, () => form.Actions = Of(form));
        foreach (var action in app.Forms.SelectMany(f => f.Actions).OfType<DefinedAction>()) Try(errors, action.Compile);
        foreach (var action in app.Forms.SelectMany(f => f.Actions)) Try(errors, action.Complete);
        if (errors.Count > 0) return;
        foreach (var effect in app.Forms.SelectMany(f => f.Actions).OfType<DefinedAction>().SelectMany(a => a.Effects)) Try(errors, () => Effects.RunAction.Check(effect));
        foreach (var form in app.Forms) form.ChosenOnce = [.. CapabilityCatalogue.Of(form).SelectMany(c => c.ChosenOnce(form))];
        foreach (var form in app.Forms) form.AutoActions = [.. form.Actions.OfType<DefinedAction>().Where(a => a.Auto)];
        app.Questions = app.Forms.SelectMany(f => f.Actions).Select(a => a.Ask).OfType<Form>().Distinct().ToFrozenDictionary(q => q.Key);
    }

    private static List<RecordAction> Of(Form form)
    {
        List<RecordAction> all = [.. form.Definition.Actions.Select(d => new DefinedAction(d) { Form = form }), .. CapabilityCatalogue.Of(form).SelectMany(c => c.Actions(form))];
        if (all.GroupBy(a => a.Key).FirstOrDefault(g => g.Count() > 1) is { } twin) throw new DefinitionError($"{form.Key}.{twin.Key}", "action.twin", ("动作代码重复。", "Two actions have this key."));
        return all;
    }

    private static void Try(List<DefinitionError> errors, Action work)
    {
        try
        {
            work();
        }
        catch (DefinitionError wrong)
        {
            errors.Add(wrong);
        }
    }
}
