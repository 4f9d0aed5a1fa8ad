using System.Data.Common;
using Weir.Engine.Access;
using Weir.Engine.Capabilities;
using Weir.Engine.Forms;
using Weir.Engine.Problems;
using Weir.Sql.Dialects;
using Weir.Sql.Sessions;
using Weir.Sql.Tables;

namespace Weir.Engine.Records;

/// <summary>The only writer of records: every form, cell, import row, API call and job passes here. Reading lists is <see cref="RecordQuery"/>.</summary>
public sealed partial class RecordStore(Database database, RecordIds ids, TimeProvider clock)
{
    private const string TwinCode = "record.twin";

    internal RecordIds Ids => ids;

    private DateTime Now
    {
        get
        {
            var now = clock.GetUtcNow().UtcDateTime;
            return new DateTime(now.Ticks - now.Ticks % TimeSpan.TicksPerMillisecond, DateTimeKind.Utc);
        }
    }

    /// <summary>Runs a unit and turns what the database refuses into a problem the user understands.</summary>
    private async Task<T> Unit<T>(Form form, Func<Session, ValueTask<T>> work, CancellationToken cancel, Actor? actor = null)
    {
        try
        {
            return await database.Write(async session =>
            {
                if (await AppRows.HoldVersion(session, form.App.Id) != form.App.Version) throw Changed.Exception();
                Closing.Begin(session);
                var done = await work(session);
                await Closing.Check(session, Now);
                return done;
            }, cancel);
        }
        catch (DbException failure) when (database.Dialect.Explain(failure) is { Kind: FailureKind.UniqueViolation } twin)
        {
            throw Twin(form, twin.Constraint, actor).Exception();
        }
        catch (DatabaseBusy)
        {
            throw Problem.Unavailable("storage.busy", ("系统正忙，请稍后再试；内容没有丢失。", "The system is busy; please try again. Nothing was lost.")).Exception();
        }
    }

    internal static Problem Changed => Problem.Conflict("app.changed", ("这个表单刚刚更新了，请刷新后再保存；填写的内容没有丢失。", "This form has just been changed; reload it and save again. What you typed is not lost."));

    private static Problem Twin(Form form, string? index, Actor? actor)
    {
        if (TwinCheck.Guarded(form, index) is not { } field) return Problem.Conflict(TwinCode, ("与另一条记录重复。", "Another record has the same value."));
        var error = new FieldError(field.Key, "field.not_unique", TwinCheck.Words(field));
        return Problem.Invalid("record.invalid", ("请改正标出的内容。", "Please correct what is marked."), actor is null ? error : Validation.Told(FormAccess.Of(actor, form), error));
    }

    private static async ValueTask Each(Form form, Func<Capability, ValueTask> step)
    {
        foreach (var capability in CapabilityCatalogue.Of(form)) await step(capability);
    }

    private static Problem NotAllowed(Operation operation) => Problem.Forbidden("record.not_allowed", operation switch
    {
        Operation.Create => ("你没有新建权限。", "You may not create records here."),
        Operation.Edit => ("你可以查看这条记录，但不能修改它。", "You may see this record but not change it."),
        Operation.Delete => ("你没有删除权限。", "You may not delete this record."),
        Operation.Assign => ("你不能更换这条记录的负责人。", "You may not change the owner of this record."),
        _ => ("你没有这项权限。", "You may not do this."),
    });
}
