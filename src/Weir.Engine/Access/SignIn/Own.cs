using Weir.Engine.Problems;

namespace Weir.Engine.Access.SignIn;

/// <summary>The rule that sessions, tokens and passwords belong to the member in the browser: no API token and no job touches them.</summary>
internal static class Own
{
    /// <summary>The member, if they are there in person.</summary>
    public static long Demand(Actor actor)
    {
        if (!actor.IsSystem && !actor.ReadOnly && actor.Road == "web") return actor.MemberId;
        throw Problem.Forbidden("profile.in_person", ("请登录后在浏览器里操作。", "Sign in with a browser to do this.")).Exception();
    }
}
